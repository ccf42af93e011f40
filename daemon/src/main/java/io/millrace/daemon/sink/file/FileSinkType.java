package io.millrace.daemon.sink.file;

import io.millrace.daemon.sink.record.RecordFormat;
import io.millrace.daemon.spi.Options;
import io.millrace.daemon.spi.PipelineContext;
import io.millrace.daemon.spi.Sink;
import io.millrace.daemon.spi.SinkType;
import java.nio.file.Files;

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
    return sink(options, RecordFormat.LINES, context);
  }

  /** Envelopes, unless told otherwise: only these say why, and can be read back. */
  @Override
  public Sink configureDeadLetters(Options options, PipelineContext context) {
    FileSink sink = sink(options, RecordFormat.ENVELOPE, context);
    if (sink.deadLetters().isEmpty()) {
      options.warn(
          "format",
          "lines hold nothing but the payload: why it was given up is not kept, and 'millrace dlq'"
              + " cannot read them; leave format out, or say envelope");
    }
    return sink;
  }

  private static FileSink sink(Options options, RecordFormat standard, PipelineContext context) {
    FileSinkSettings settings = FileSinkSettings.from(options, context.baseDirectory(), standard);
    if (options.text("path").isBlank() || Files.isDirectory(settings.path().toAbsolutePath())) {
      throw options.error(
          "path", "expected the name of a file, found '" + options.text("path") + "', a directory");
    }
    if (context.source().filter(source -> source.reads(settings.path())).isPresent()) {
      throw options.error(
          "path",
          "the pipeline's source reads "
              + settings.path()
              + ", so it would feed itself without end; write to another file");
    }
    return new FileSink(settings, context);
  }
}
