package io.millrace.daemon.source.stdin;

import io.millrace.daemon.source.SkippedLines;
import io.millrace.daemon.source.line.LineFormat;
import io.millrace.daemon.spi.Options;
import io.millrace.daemon.spi.PipelineContext;
import io.millrace.daemon.spi.Source;
import io.millrace.daemon.spi.SourceType;
import java.io.FileDescriptor;
import java.io.FileInputStream;

/** {@code source: {stdin: {format, key, max-line}}}. */
public final class StdinSourceType implements SourceType {
  @Override
  public String name() {
    return "stdin";
  }

  @Override
  public Source configure(Options options, PipelineContext context) {
    return new StdinSource(
        LineFormat.from(options),
        new SkippedLines(context.meters(), context.pipeline()),
        () -> new FileInputStream(FileDescriptor.in));
  }
}
