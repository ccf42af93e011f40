package io.millrace.broker.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/**
 * Texts as their UTF-8 bytes after the number of those. Half of a surrogate pair becomes a question
 * mark, as in {@link String#getBytes}.
 */
final class Utf8 {
  private Utf8() {}

  /** How many bytes {@link #write} will write. */
  static int size(String text) {
    int bytes = isAscii(text) ? text.length() : text.getBytes(UTF_8).length;
    return Varint.size(bytes) + bytes;
  }

  static void write(String text, ByteBuffer to) {
    if (isAscii(text)) {
      Varint.write(text.length(), to);
      writeAscii(text, to);
    } else {
      byte[] bytes = text.getBytes(UTF_8);
      Varint.write(bytes.length, to);
      to.put(bytes);
    }
  }

  /**
   * @throws MalformedMessageException if the bytes end early or are no UTF-8
   */
  static String read(ByteBuffer from) {
    int bytes = Varint.readLength(from);
    if (!from.hasArray()) {
      byte[] copy = new byte[bytes];
      from.get(copy);
      return text(copy, 0, bytes);
    }
    int start = from.arrayOffset() + from.position();
    from.position(from.position() + bytes);
    return text(from.array(), start, bytes);
  }

  /** Most names are ASCII, for which the strict decoder would cost several times more. */
  private static String text(byte[] array, int start, int bytes) {
    for (int i = start; i < start + bytes; i++) {
      if (array[i] < 0) {
        return decode(ByteBuffer.wrap(array, start, bytes));
      }
    }
    return new String(array, start, bytes, ISO_8859_1);
  }

  private static String decode(ByteBuffer bytes) {
    try {
      return UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedMessageException("a text is not UTF-8");
    }
  }

  private static void writeAscii(String text, ByteBuffer to) {
    for (int i = 0; i < text.length(); i++) {
      to.put((byte) text.charAt(i));
    }
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }
}
