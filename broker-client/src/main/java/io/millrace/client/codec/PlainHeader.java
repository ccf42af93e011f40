package io.millrace.client.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.jspecify.annotations.Nullable;

/**
 * Reads the headers that clients really send, which have no blanks, no escapes and no fields that
 * mean nothing, at a fraction of what a JSON parser takes. Leaves everything else, and every
 * verdict, to {@link HeaderReader}.
 */
final class PlainHeader {
  private static final byte[] VERSION = "{\"version\":0,\"method\":".getBytes(US_ASCII);
  private static final byte[] METHOD = "{\"method\":".getBytes(US_ASCII);
  private static final byte[] FIELDS = ",\"fields\":{".getBytes(US_ASCII);
  private static final byte[] END = "}}".getBytes(US_ASCII);
  private static final Field[] KNOWN = Field.values();
  private static final int MOST_DIGITS = 5;

  private PlainHeader() {}

  /** False, with anything in {@code into}, if it is not that plain. */
  static boolean read(byte[] json, Header into) {
    into.clear();
    int at = after(METHOD, json, 0);
    if (at < 0) {
      at = after(VERSION, json, 0);
    }
    return at >= 0 && readMethod(json, at, into);
  }

  private static boolean readMethod(byte[] json, int from, Header into) {
    int at = from;
    int number = 0;
    while (at < json.length && json[at] >= '0' && json[at] <= '9') {
      number = number * 10 + json[at++] - '0';
      if (at - from > MOST_DIGITS) {
        return false;
      }
    }
    if (at == from || (json[from] == '0' && at - from > 1)) {
      return false;
    }
    into.method(number);
    int fields = after(FIELDS, json, at);
    return fields >= 0 && readFields(json, fields, into);
  }

  private static boolean readFields(byte[] json, int from, Header into) {
    if (isAtEnd(json, from)) {
      return true;
    }
    int at = from;
    while (true) {
      Field field = fieldAt(json, at);
      if (field == null) {
        return false;
      }
      at += FieldKeys.of(field).length;
      int end = endOfText(json, at);
      if (end < 0) {
        return false;
      }
      into.put(field, json, at + 1, end);
      at = end + 1;
      if (isAtEnd(json, at)) {
        return true;
      }
      if (at >= json.length || json[at++] != ',') {
        return false;
      }
    }
  }

  /** Where the quote is that ends a plain text; -1 if there is none that begins here. */
  private static int endOfText(byte[] json, int from) {
    if (from >= json.length || json[from] != '"') {
      return -1;
    }
    for (int at = from + 1; at < json.length; at++) {
      byte each = json[at];
      if (each == '"') {
        return at;
      }
      // Bytes beyond ASCII are negative.
      if (each < ' ' || each == '\\') {
        return -1;
      }
    }
    return -1;
  }

  private static @Nullable Field fieldAt(byte[] json, int at) {
    for (Field each : KNOWN) {
      if (after(FieldKeys.of(each), json, at) >= 0) {
        return each;
      }
    }
    return null;
  }

  private static boolean isAtEnd(byte[] json, int at) {
    return at == json.length - END.length && after(END, json, at) >= 0;
  }

  /** The index after {@code wanted}; -1 if that is not what stands here. */
  private static int after(byte[] wanted, byte[] json, int from) {
    int end = from + wanted.length;
    if (end > json.length) {
      return -1;
    }
    for (int i = 0; i < wanted.length; i++) {
      if (json[from + i] != wanted[i]) {
        return -1;
      }
    }
    return end;
  }
}
