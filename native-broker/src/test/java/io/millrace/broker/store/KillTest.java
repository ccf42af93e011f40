package io.millrace.broker.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a real process under load, again and again on the same directory: {@code -Dkills=100} for
 * more than the few of a build. Prints what it saw.
 */
class KillTest {
  private static final int KILLS = Integer.getInteger("kills", 3);

  @TempDir private Path directory;

  private final List<Set<Long>> confirmed = sets();
  private final List<Set<Long>> settling = sets();
  private final List<Set<Long>> gone = sets();

  private static List<Set<Long>> sets() {
    List<Set<Long>> sets = new ArrayList<>();
    for (int i = 0; i < KilledProgram.QUEUES; i++) {
      sets.add(new HashSet<>());
    }
    return sets;
  }

  @Test
  void losesNothingConfirmedAndServesNothingCorrupt() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    long lines = 0;
    for (int kill = 1; kill <= KILLS; kill++) {
      lines += runAndKill(random, 500 + random.nextInt(20_000));
      check("seed " + seed + ", kill " + kill);
    }
    System.out.printf(
        "%d kills with seed %d: %d messages confirmed, %d settled, none lost, none corrupt%n",
        KILLS,
        seed,
        confirmed.stream().mapToInt(Set::size).sum(),
        gone.stream().mapToInt(Set::size).sum());
    assertThat(lines).isGreaterThan(500L * KILLS);
  }

  private long runAndKill(Random random, int lines) throws IOException, InterruptedException {
    Process program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                // Its output is read word by word.
                "-Dlogback.statusListenerClass=ch.qos.logback.core.status.NopStatusListener",
                "-cp",
                System.getProperty("java.class.path"),
                KilledProgram.class.getName(),
                directory.toString(),
                String.valueOf(random.nextLong()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long seen = 0;
    try (BufferedReader said =
        new BufferedReader(
            new InputStreamReader(program.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        note(line);
        if (++seen == lines) {
          program.toHandle().destroyForcibly(); // the process would close what it has said
        }
      }
    }
    assertThat(program.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(program.exitValue()).isEqualTo(128 + 9);
    return seen;
  }

  private void note(String line) {
    String[] words = line.split(" ");
    if (words.length < 4) {
      return; // the last line, cut off
    }
    int queue = Integer.parseInt(words[1]);
    long offset = Long.parseLong(words[2]);
    switch (words[0]) {
      case "c" -> confirmed.get(queue).add(offset);
      case "s" -> settling.get(queue).add(offset);
      case "g" -> gone.get(queue).add(offset);
      default -> throw new AssertionError(line);
    }
  }

  private void check(String about) throws IOException {
    try (LocalStore store = LocalStore.open(directory, KilledProgram.OPTIONS)) {
      LoopStore loop = store.loop(new ManualLoop());
      for (int i = 0; i < KilledProgram.QUEUES; i++) {
        String name = KilledProgram.nameOf(i);
        OffsetSetQueue queue = new OffsetSetQueue(loop, name);
        Set<Long> certain = new HashSet<>(confirmed.get(i));
        certain.removeAll(settling.get(i));
        assertThat(queue.present).describedAs(about + ", " + name).containsAll(certain);
        Set<Long> back = new HashSet<>(gone.get(i));
        back.retainAll(queue.present);
        assertThat(back).describedAs(about + ", " + name).isEmpty();
        for (long offset : queue.present) {
          byte[] body = queue.journal().read(offset).body();
          assertThat(body)
              .describedAs(about + ", " + name)
              .isEqualTo(OffsetSetQueue.body(name, offset, body.length));
        }
      }
    }
  }
}
