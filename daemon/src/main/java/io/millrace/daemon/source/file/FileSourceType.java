package io.millrace.daemon.source.file;

import io.millrace.daemon.spi.Options;
import io.millrace.daemon.spi.PipelineContext;
import io.millrace.daemon.spi.Source;
import io.millrace.daemon.spi.SourceType;

/**
 * {@code source: {file: ...}} with {@code path} or {@code paths} (globs allowed), {@code format:
 * lines|ndjson}, {@code key: {field, separator}}, {@code {regex}} or {@code {json}}, {@code
 * max-line}, {@code follow}, {@code position: keep|none}, {@code from: start|end}, {@code
 * position-interval}, {@code scan-interval}, {@code rotate-wait}.
 */
public final class FileSourceType implements SourceType {
  @Override
  public String name() {
    return "file";
  }

  @Override
  public Source configure(Options options, PipelineContext context) {
    return new FileSource(FileSourceSettings.from(options), context);
  }
}
