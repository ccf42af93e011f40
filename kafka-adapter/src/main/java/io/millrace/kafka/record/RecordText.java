package io.millrace.kafka.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.Base64;

/**
 * Keys and header values as text, and back to the same bytes.
 *
 * <p>Kafka has bytes where a message has text. Bytes that are UTF-8 are that text. Others, as
 * foreign producers write them (numbers, UUIDs, Avro), become a data URI of RFC 2397, {@value
 * #BINARY} followed by Base64, and such a text is written as the bytes it stands for. So every key
 * and value passes through a queue unchanged, different bytes are different texts, and a key stays
 * on its partition.
 *
 * <p><b>Threads:</b> any.
 */
public final class RecordText {
  /** What the text of bytes that are not UTF-8 begins with. */
  public static final String BINARY = "data:application/octet-stream;base64,";

  private static final char REPLACEMENT = '\uFFFD';

  private RecordText() {}

  /** The text that stands for these bytes. */
  public static String of(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    // UTF-8 that looks like an encoded value is encoded as well, or it would come back as another.
    return isExact(text, bytes) && !text.startsWith(BINARY)
        ? text
        : BINARY + Base64.getEncoder().encodeToString(bytes);
  }

  /** The bytes that a text stands for. */
  public static byte[] toBytes(String text) {
    if (text.startsWith(BINARY)) {
      try {
        return Base64.getDecoder().decode(text.substring(BINARY.length()));
      } catch (IllegalArgumentException e) {
        // Not written by us: it only looks like one.
        return text.getBytes(UTF_8);
      }
    }
    return text.getBytes(UTF_8);
  }

  /**
   * The text whose UTF-8 these bytes are.
   *
   * @throws CharacterCodingException when they are not UTF-8
   */
  public static String strictUtf8(byte[] bytes) throws CharacterCodingException {
    String text = new String(bytes, UTF_8);
    // The decoder throws with the place of the fault; it is too slow to be asked each time.
    return isExact(text, bytes)
        ? text
        : UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  /** Malformed bytes are decoded as replacement characters, but those may also be in the text. */
  private static boolean isExact(String text, byte[] bytes) {
    return text.indexOf(REPLACEMENT) < 0 || Arrays.equals(text.getBytes(UTF_8), bytes);
  }
}
