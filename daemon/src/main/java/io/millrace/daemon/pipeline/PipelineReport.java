package io.millrace.daemon.pipeline;

import io.millrace.queue.DrainReport;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * What became of a pipeline's messages.
 *
 * @param life from its start to its end
 * @param cutOff messages that went back to the source because the pipeline was stopped
 * @param skipped lines that the source left out because they are longer than its limit
 * @param gone why its sink can take nothing more, so that it was stopped; empty when it can
 * @param incomplete why it ended without all that its source was to read; empty when it has
 */
public record PipelineReport(
    String pipeline,
    DrainReport drain,
    Duration life,
    long cutOff,
    long skipped,
    Optional<String> gone,
    Optional<String> incomplete) {

  /** One line: the drain report and the throughput. */
  @Override
  public String toString() {
    double seconds = Math.max(life.toNanos() / 1e9, 1e-9);
    return String.format(
        Locale.ROOT,
        "finished %,d (acked %,d, rejected %,d, dead-lettered %,d), returned %,d, lost %,d%s · %s · %,.0f msg/s · drained in %d ms",
        drain.finished(),
        drain.acked(),
        drain.rejected(),
        drain.deadLettered(),
        drain.returned(),
        drain.lost(),
        skippedLines(),
        seconds(seconds),
        drain.finished() / seconds,
        drain.drain().toMillis());
  }

  /** Not among the finished: nobody has handled them. */
  private String skippedLines() {
    return skipped == 0
        ? ""
        : String.format(
            Locale.ROOT, ", skipped %,d over-long %s", skipped, skipped == 1 ? "line" : "lines");
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, seconds < 10 ? "%.2f s" : "%.1f s", seconds);
  }
}
