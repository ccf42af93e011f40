package io.millrace.client.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** How the fields begin in a header without blanks: the name in quotes, and a colon. */
final class FieldKeys {
  private static final byte[][] KEYS;

  static {
    Field[] fields = Field.values();
    KEYS = new byte[fields.length][];
    for (Field each : fields) {
      KEYS[each.ordinal()] = ("\"" + each.text() + "\":").getBytes(US_ASCII);
    }
  }

  private FieldKeys() {}

  /** Not a copy. */
  static byte[] of(Field field) {
    return KEYS[field.ordinal()];
  }
}
