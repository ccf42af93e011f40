package io.millrace.daemon.source;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of lines beyond the limit, which are not handled: an error names each, a meter and the
 * pipeline's report count them. Safe for several threads.
 */
public final class SkippedLines {
  private static final Logger LOG = LoggerFactory.getLogger(SkippedLines.class);

  private final Counter counter;

  /** Of this source alone: a meter goes on counting when a reload makes a new source. */
  private final LongAdder count = new LongAdder();

  public SkippedLines(MeterRegistry meters, String pipeline) {
    counter =
        Counter.builder("millrace.pipeline.source.skipped")
            .description("Lines that were not handled because they are longer than max-line")
            .tag("pipeline", pipeline)
            .register(meters);
  }

  /** The line stays in its file, and the error says how to get it out. */
  public void report(Path file, long position, long length, int maxLine) {
    add();
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

  /** The line cannot be read again. */
  public void report(String stream, long position, long length, int maxLine) {
    add();
    LOG.error(
        "{}: the line at byte {} is skipped, and lost: it has {} bytes, the limit max-line is {}",
        stream,
        position,
        length,
        maxLine);
  }

  /** How many there were. */
  public long count() {
    return count.sum();
  }

  private void add() {
    counter.increment();
    count.increment();
  }
}
