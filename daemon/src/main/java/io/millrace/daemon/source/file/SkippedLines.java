package io.millrace.daemon.source.file;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of lines beyond the limit. They are not handled, but nothing of them is lost in silence:
 * they stay in their file, and an error names where. Safe for several threads.
 */
final class SkippedLines {
  private static final Logger LOG = LoggerFactory.getLogger(SkippedLines.class);

  private final Counter counter;

  SkippedLines(MeterRegistry meters, String pipeline) {
    counter =
        Counter.builder("millrace.pipeline.source.skipped")
            .description("Lines that were not handled because they are longer than max-line")
            .tag("pipeline", pipeline)
            .register(meters);
  }

  void report(Path file, long position, long length, int maxLine) {
    counter.increment();
    LOG.error(
        "{}: the line at byte {} is skipped: it has {} bytes, the limit max-line is {};"
            + " it can be cut out with: tail -c +{} {} | head -c {}",
        file,
        position,
        length,
        maxLine,
        position + 1,
        file,
        length);
  }

  double count() {
    return counter.count();
  }
}
