package io.millrace.redis.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/**
 * Says how a condition went, as a line of the file that the property {@code chaos.report} names, if
 * it does; and fails the test of a run that broke a promise.
 */
final class ChaosReport {
  private ChaosReport() {}

  /** What was done twice, and each attempt, is what the claims of those who crashed say. */
  static void exact(String condition, Verdict verdict, long mostExposed) throws IOException {
    boolean good =
        verdict.conservation().isSound()
            && verdict.unexplained() == 0
            && verdict.miscounted() == 0
            && verdict.mostExposed() <= mostExposed;
    judged(condition, good, verdict, "most exposed at once " + mostExposed);
  }

  /** Nobody crashed, but a lease may have ended: so often may something be done twice. */
  static void bounded(String condition, Verdict verdict, long bound) throws IOException {
    boolean good = verdict.conservation().isSound() && verdict.unexplained() <= bound;
    judged(condition, good, verdict, "unexplained " + bound);
  }

  private static void judged(String condition, boolean good, Verdict verdict, String bound)
      throws IOException {
    line(
        condition,
        good,
        String.format(
            Locale.ROOT,
            "jobs %,d, unprocessed %d, duplicates %,d (unexplained %d), claims of crashed workers"
                + " %,d (most at once %,d), attempts miscounted %d; bound: %s",
            verdict.conservation().published(),
            verdict.conservation().unprocessed().size(),
            verdict.conservation().duplicates(),
            verdict.unexplained(),
            verdict.exposed(),
            verdict.mostExposed(),
            verdict.miscounted(),
            bound));
    assertThat(verdict).matches(v -> good, condition + "; bound: " + bound);
  }

  /** A condition that is not about jobs. */
  static void line(String condition, boolean good, String what) throws IOException {
    String file = System.getProperty("chaos.report");
    if (file != null) {
      String line = (good ? "ok: " : "FAILED: ") + condition + ": " + what + "\n";
      Files.writeString(Path.of(file), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
  }
}
