package io.millrace.broker.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.broker.message.MalformedMessageException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * Reads contents of records. A checksum vouches for the bytes, not for what they say: what no
 * version ever wrote is damage too, with its place, and no length is believed that cannot be true.
 */
final class Contents {
  private Contents() {}

  /** Makes something of a content. */
  interface Reading<T> {
    T read() throws IOException;
  }

  /**
   * @param position of the record
   * @throws DamagedStoreException if no version ever wrote such a content
   */
  static <T> T read(RecordSource in, long position, Reading<T> reading) throws IOException {
    try {
      return reading.read();
    } catch (BufferUnderflowException | IndexOutOfBoundsException tooShort) {
      throw in.damaged(position, "the record there ends too early");
    } catch (MalformedMessageException
        | IllegalArgumentException
        | IllegalStateException
        | ArithmeticException untrue) {
      throw in.damaged(position, "no version wrote such a record: " + untrue.getMessage());
    }
  }

  /** A text, after its length in bytes. */
  static String text(ByteBuffer content) {
    int length = content.getInt();
    if (length < 0 || length > content.remaining()) {
      throw new IllegalArgumentException(
          "a text of %d bytes where there are %d".formatted(length, content.remaining()));
    }
    byte[] bytes = new byte[length];
    content.get(bytes);
    return new String(bytes, UTF_8);
  }
}
