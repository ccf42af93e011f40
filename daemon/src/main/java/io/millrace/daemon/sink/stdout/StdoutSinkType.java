package io.millrace.daemon.sink.stdout;

import io.millrace.daemon.sink.record.RecordFormat;
import io.millrace.daemon.spi.Options;
import io.millrace.daemon.spi.PipelineContext;
import io.millrace.daemon.spi.Sink;
import io.millrace.daemon.spi.SinkType;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code sink: {stdout: {format}}}. */
public final class StdoutSinkType implements SinkType {
  private static final Path STREAM = Path.of("/dev/stdout");

  @Override
  public String name() {
    return "stdout";
  }

  @Override
  public Sink configure(Options options, PipelineContext context) {
    return new StdoutSink(
        options.choice("format", RecordFormat.class, RecordFormat.LINES),
        new FileOutputStream(FileDescriptor.out),
        () -> Files.isRegularFile(STREAM));
  }
}
