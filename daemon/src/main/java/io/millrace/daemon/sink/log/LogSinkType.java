package io.millrace.daemon.sink.log;

import io.millrace.daemon.spi.Options;
import io.millrace.daemon.spi.PipelineContext;
import io.millrace.daemon.spi.Sink;
import io.millrace.daemon.spi.SinkType;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * {@code sink: {log: {level, max-length}}}: the one place where payloads reach the log, because it
 * is asked for.
 */
public final class LogSinkType implements SinkType {
  @Override
  public String name() {
    return "log";
  }

  @Override
  public Sink configure(Options options, PipelineContext context) {
    Level level = options.choice("level", Level.class, Level.INFO);
    int maxLength = options.integer("max-length", 500, 1, 1 << 20);
    return new LogSink(
        LoggerFactory.getLogger("millrace.sink." + context.pipeline()), level, maxLength);
  }
}
