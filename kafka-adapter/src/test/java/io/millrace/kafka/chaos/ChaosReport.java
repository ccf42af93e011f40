package io.millrace.kafka.chaos;

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

  /** No worker was killed: nothing may have been done twice. */
  static void orderly(String condition, Verdict verdict) throws IOException {
    bounded(condition, verdict, 0);
  }

  /**
   * @param bound how many records a worker may leave done and not committed when it crashes
   */
  static void bounded(String condition, Verdict verdict, long bound) throws IOException {
    boolean good =
        verdict.conservation().isSound()
            && verdict.unexplained() == 0
            && verdict.mostExposed() <= bound;
    line(
        condition,
        good,
        String.format(
            Locale.ROOT,
            "records %,d, unprocessed %d, duplicates %,d (unexplained %d), most exposed by one crash"
                + " %,d (bound %,d), order and commits %s",
            verdict.conservation().published(),
            verdict.conservation().unprocessed().size(),
            verdict.conservation().duplicates(),
            verdict.unexplained(),
            verdict.mostExposed(),
            bound,
            verdict.conservation().violations().isEmpty() ? "kept" : "BROKEN"));
    assertThat(verdict).matches(v -> good, condition + " with at most " + bound + " exposed");
  }

  /** A condition that is not about records. */
  static void line(String condition, boolean good, String what) throws IOException {
    String file = System.getProperty("chaos.report");
    if (file != null) {
      String line = (good ? "ok: " : "FAILED: ") + condition + ": " + what + "\n";
      Files.writeString(Path.of(file), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
  }
}
