package io.millrace.daemon.source.file;

import io.millrace.daemon.spi.Options;
import io.millrace.daemon.spi.PipelineContext;
import io.millrace.daemon.spi.Source;
import io.millrace.daemon.spi.SourceType;
import java.nio.file.InvalidPathException;
import java.util.regex.PatternSyntaxException;

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
    FileSourceSettings settings = FileSourceSettings.from(options);
    try {
      return new FileSource(settings, context);
    } catch (InvalidPathException | PatternSyntaxException e) {
      throw options.error(
          options.has("path") ? "path" : "paths", "cannot be the name of a file: " + reason(e));
    }
  }

  /** In one line; the messages draw an arrow on lines of their own. */
  private static String reason(IllegalArgumentException failure) {
    return failure instanceof PatternSyntaxException syntax
        ? syntax.getDescription() + " in " + syntax.getPattern()
        : String.valueOf(failure.getMessage());
  }
}
