package io.millrace.daemon.source.line;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.daemon.spi.Options;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

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
    boolean byColumn = key.has("field");
    // Without a default: where the key is printed with one, it would be a choice that nobody made.
    int column = byColumn ? key.integer("field", 1, 1, Integer.MAX_VALUE) : 1;
    String separator = key.text("separator", " ");
    Optional<String> regex = key.optionalText("regex");
    Optional<String> json = key.optionalText("json");
    if ((byColumn ? 1 : 0) + (regex.isPresent() ? 1 : 0) + (json.isPresent() ? 1 : 0) > 1) {
      throw key.error("", "a key is found by one of field, regex and json, not by several");
    }
    if (separator.length() != 1 || separator.charAt(0) > 127) {
      throw key.error("separator", "the separator must be a single ASCII character");
    }
    if (form == Form.NDJSON) {
      if (byColumn || regex.isPresent()) {
        throw key.error(
            byColumn ? "field" : "regex",
            "the key of NDJSON lines is found by json: a path such as user.id");
      }
      List<String> path = json.map(text -> List.of(text.split("\\.", -1))).orElse(List.of());
      return () -> new JsonLines(path);
    }
    if (form == Form.ENVELOPE) {
      if (byColumn || regex.isPresent() || json.isPresent()) {
        throw key.error("", "an envelope brings its key with it");
      }
      return EnvelopeLines::new;
    }
    if (json.isPresent()) {
      throw key.error("json", "a key inside JSON needs format: ndjson");
    }
    if (regex.isPresent()) {
      Pattern pattern = compile(key, regex.get());
      return () -> new PlainLines(new RegexKey(pattern));
    }
    byte separatorByte = separator.getBytes(UTF_8)[0];
    return byColumn
        ? () -> new PlainLines(new ColumnKey(column, separatorByte))
        : () -> new PlainLines((buffer, start, length) -> null);
  }

  private static Pattern compile(Options key, String regex) {
    try {
      return Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      throw key.error("regex", "not a regular expression: " + e.getMessage());
    }
  }
}
