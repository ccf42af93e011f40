package io.millrace.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process whose standard output is a pipe, as in {@code millrace run FILE | head -1}. */
@Timeout(60)
class ClosedOutputTest {
  private static final int LINES = 200_000;
  private static final int LINE_LENGTH = 8;

  /** What the pipe and the reader's buffers hold: written, and lost to a reader that left. */
  private static final int READ_AND_LOST = 256 * 1024;

  @TempDir private Path directory;

  @Test
  void endsWith75WhenTheReaderLeavesAndGivesBackWhatIsNotWritten() throws Exception {
    Files.write(
        directory.resolve("in.log"),
        IntStream.range(0, LINES).mapToObj(number -> String.format("%07d", number)).toList());

    Process cut = start();
    cut.inputReader().readLine();
    cut.getInputStream().close();

    assertThat(cut.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(log())
        .contains("pipeline out: stdout is closed, nobody reads it any more")
        .contains("lost 0");
    assertThat(cut.exitValue()).isEqualTo(75);

    Process rest = start();
    List<String> lines;
    try (BufferedReader reader = rest.inputReader()) {
      lines = reader.lines().collect(Collectors.toList());
    }
    assertThat(rest.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(rest.exitValue()).isZero();
    assertThat(lines)
        .doesNotHaveDuplicates()
        .contains(String.format("%07d", LINES - 1))
        .hasSizeGreaterThan(LINES - READ_AND_LOST / LINE_LENGTH);
  }

  private Process start() throws IOException {
    Path config =
        Files.writeString(
            directory.resolve("out.yaml"),
            """
            admin: { enabled: false }
            pipelines: [ { name: out, source: { file: { path: in.log } }, sink: stdout } ]
            """);
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "run",
            config.toString())
        .directory(directory.toFile())
        .redirectError(directory.resolve("err.log").toFile())
        .start();
  }

  private String log() throws IOException {
    return Files.readString(directory.resolve("err.log"), StandardCharsets.UTF_8);
  }
}
