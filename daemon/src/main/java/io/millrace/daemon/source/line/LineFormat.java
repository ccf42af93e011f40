package io.millrace.daemon.source.line;

import io.millrace.daemon.spi.Options;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * How lines become messages, as the options {@code format}, {@code key} and {@code max-line} say.
 *
 * @param decoders makes a decoder for each producer
 * @param hasKeys whether messages can have keys
 * @param maxLine how many bytes a line may have
 */
public record LineFormat(Supplier<LineDecoder> decoders, boolean hasKeys, int maxLine) {
  private static final long DEFAULT_MAX_LINE = 1 << 20;
  private static final long LARGEST_MAX_LINE = 1 << 30;

  private enum Form {
    LINES,
    NDJSON,
    ENVELOPE
  }

  /** Reads the options. */
  public static LineFormat from(Options options) {
    Form form = options.choice("format", Form.class, Form.LINES);
    int maxLine = (int) options.size("max-line", DEFAULT_MAX_LINE, 1, LARGEST_MAX_LINE);
    Options key = options.options("key");
    boolean hasKeys =
        form == Form.ENVELOPE || key.has("field") || key.has("regex") || key.has("json");
    return new LineFormat(decoders(form, key), hasKeys, maxLine);
  }

  /** NDJSON without keys. */
  public static LineFormat ndjson(int maxLine) {
    return new LineFormat(() -> new JsonLines(List.of()), false, maxLine);
  }

  public LineDecoder newDecoder() {
    return decoders.get();
  }

  private static Supplier<LineDecoder> decoders(Form form, Options key) {
    KeyOptions of = KeyOptions.from(key);
    if (form == Form.NDJSON) {
      if (of.column().isPresent() || of.regex().isPresent()) {
        throw key.error(
            of.column().isPresent() ? "field" : "regex",
            "the key of NDJSON lines is found by json: a path such as user.id");
      }
      List<String> path = of.json().orElse(List.of());
      return () -> new JsonLines(path);
    }
    if (form == Form.ENVELOPE) {
      if (of.isGiven()) {
        throw key.error("", "an envelope brings its key with it");
      }
      return EnvelopeLines::new;
    }
    if (of.json().isPresent()) {
      throw key.error("json", "a key inside JSON needs format: ndjson");
    }
    if (of.regex().isPresent()) {
      Pattern pattern = of.regex().get();
      return () -> new PlainLines(new RegexKey(pattern));
    }
    if (of.column().isPresent()) {
      int column = of.column().getAsInt();
      return () -> new PlainLines(new ColumnKey(column, of.separator()));
    }
    return () -> new PlainLines((buffer, start, length) -> null);
  }
}
