package io.millrace.daemon.source.line;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.daemon.spi.Options;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The options {@code field} with {@code separator}, {@code regex} and {@code json} below {@code
 * key}, of which one may be there.
 *
 * @param column counted from 1
 * @param json a path
 */
record KeyOptions(
    OptionalInt column, byte separator, Optional<Pattern> regex, Optional<List<String>> json) {
  static KeyOptions from(Options key) {
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
    return new KeyOptions(
        byColumn ? OptionalInt.of(column) : OptionalInt.empty(),
        separator.getBytes(UTF_8)[0],
        regex.map(text -> compile(key, text)),
        json.map(JsonKey::path));
  }

  private static Pattern compile(Options key, String regex) {
    try {
      return Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      throw key.error("regex", "not a regular expression: " + e.getMessage());
    }
  }

  boolean isGiven() {
    return column.isPresent() || regex.isPresent() || json.isPresent();
  }
}
