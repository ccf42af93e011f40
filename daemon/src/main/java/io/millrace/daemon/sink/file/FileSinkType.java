package io.millrace.daemon.sink.file;

import io.millrace.daemon.spi.Options;
import io.millrace.daemon.spi.PipelineContext;
import io.millrace.daemon.spi.Sink;
import io.millrace.daemon.spi.SinkType;

/**
 * {@code sink: {file: ...}} with {@code path}, {@code format: lines|envelope}, {@code rotate:
 * {size, keep}}, {@code sync: os|interval|always}, {@code sync-interval}.
 */
public final class FileSinkType implements SinkType {
  @Override
  public String name() {
    return "file";
  }

  @Override
  public Sink configure(Options options, PipelineContext context) {
    return new FileSink(FileSinkSettings.from(options, context.baseDirectory()), context);
  }
}
