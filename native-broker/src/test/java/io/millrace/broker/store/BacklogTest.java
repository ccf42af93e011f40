package io.millrace.broker.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A backlog in a process with a small heap, a restart, and the way out of it again: {@code
 * -Dbacklog=100000000} for a large one. Prints what it measured.
 */
class BacklogTest {
  private static final long MESSAGES = Long.getLong("backlog", 2_000_000);
  private static final int BYTES = 100;

  @TempDir private Path directory;

  @Test
  void fillsAndDrainsABacklogLargerThanTheHeap() throws Exception {
    String store = directory.resolve("store").toString();
    run("fill", store, String.valueOf(MESSAGES), String.valueOf(BYTES));
    String drained = run("drain", store);
    assertThat(drained)
        .contains("drained " + MESSAGES + ", " + MESSAGES * BYTES + " bytes of bodies");
  }

  /** What the program said; it must end well. */
  private static String run(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                MESSAGES > 10_000_000 ? "-Xmx256m" : "-Xmx96m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                StoreDrive.class.getName()));
    command.addAll(List.of(arguments));
    Process program =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String said = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    System.out.print(said);
    assertThat(program.waitFor()).isZero();
    return said;
  }
}
