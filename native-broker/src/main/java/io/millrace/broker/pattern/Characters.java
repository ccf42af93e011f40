package io.millrace.broker.pattern;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The characters of an expression, read one after the other. */
final class Characters {
  private final String text;
  private int index;

  Characters(String text) {
    this.text = text;
  }

  boolean hasNext() {
    return index < text.length();
  }

  /** The next one, which must be there. */
  char peek() {
    return text.charAt(index);
  }

  char next() {
    if (!hasNext()) {
      throw refused("an end");
    }
    return text.charAt(index++);
  }

  boolean isAt(char expected, int ahead) {
    return index + ahead < text.length() && text.charAt(index + ahead) == expected;
  }

  /** Reads {@code expected}, if that is next. */
  boolean skip(String expected) {
    boolean isNext = text.startsWith(expected, index);
    index += isNext ? expected.length() : 0;
    return isNext;
  }

  /** Reads what matches {@code expected}, if that is next; otherwise null. */
  @Nullable Matcher skip(Pattern expected) {
    Matcher matcher = expected.matcher(text).region(index, text.length());
    if (!matcher.lookingAt()) {
      return null;
    }
    index = matcher.end();
    return matcher;
  }

  InvalidPatternException unexpected() {
    return new InvalidPatternException("'" + peek() + "' is not expected", index);
  }

  InvalidPatternException refused(String what) {
    return new InvalidPatternException(what + " is not possible", index);
  }
}
