package io.millrace.client.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a header says: a method's number and fields. Used again and again by one decoder. */
final class Header {
  private static final int NO_METHOD = -1;

  private static final int FIELDS = Field.values().length;

  /** The last value of each field, of earlier headers too: the next one is the same, mostly. */
  private final @Nullable String[] values = new @Nullable String[FIELDS];

  /** The fields of this header, a bit each. */
  private int present;

  private int method;

  void clear() {
    present = 0;
    method = NO_METHOD;
  }

  void method(int number) {
    method = number;
  }

  void put(Field field, String value) {
    values[field.ordinal()] = value;
    present |= bit(field);
  }

  /** Puts a text of ASCII that stands in {@code json}. */
  void put(Field field, byte[] json, int from, int to) {
    int at = field.ordinal();
    String before = values[at];
    if (before == null || !isSame(before, json, from, to)) {
      values[at] = new String(json, from, to - from, US_ASCII);
    }
    present |= bit(field);
  }

  private static int bit(Field field) {
    return 1 << field.ordinal();
  }

  private static boolean isSame(String text, byte[] json, int from, int to) {
    if (text.length() != to - from) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) != json[from + i]) {
        return false;
      }
    }
    return true;
  }

  Method method() throws MalformedFrameException {
    if (method == NO_METHOD) {
      throw MalformedFrameException.bad("a header without a method");
    }
    return Method.of(method)
        .orElseThrow(() -> MalformedFrameException.bad("there is no method " + method));
  }

  String text(Field field) {
    String value = values[field.ordinal()];
    return value == null || (present & bit(field)) == 0 ? "" : value;
  }

  boolean flag(Field field) throws MalformedFrameException {
    return switch (text(field)) {
      case "", "0" -> false;
      case "1" -> true;
      default -> throw MalformedFrameException.bad(field.text() + " is neither 0 nor 1");
    };
  }

  /** A number from {@code least} on; {@code absent} where there is none. */
  long number(Field field, long least, long most, long absent) throws MalformedFrameException {
    String value = text(field);
    if (value.isEmpty()) {
      return absent;
    }
    try {
      long number = Long.parseLong(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      throw MalformedFrameException.bad(field.text() + " is not a number");
    }
    throw MalformedFrameException.bad(
        "%s is not within %d to %d".formatted(field.text(), least, most));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Header that && method == that.method && texts().equals(that.texts());
  }

  @Override
  public int hashCode() {
    return 31 * method + texts().hashCode();
  }

  private List<String> texts() {
    return Arrays.stream(Field.values()).map(this::text).toList();
  }
}
