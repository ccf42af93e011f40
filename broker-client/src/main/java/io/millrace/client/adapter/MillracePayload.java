package io.millrace.client.adapter;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/**
 * How a body, less its envelope, becomes the payload of a message, and back.
 *
 * <p><b>Threads:</b> any, several at once.
 *
 * @param <T> the payload
 */
public interface MillracePayload<T> {
  /**
   * @param value not changed by the caller afterwards, so that the payload may be this array
   * @throws Exception when it is no such payload: the message is poison, see {@link
   *     MillraceSourceBuilder#onPoison}
   */
  T decode(byte[] value) throws Exception;

  /**
   * @return not changed afterwards
   * @throws Exception when this payload cannot be written
   */
  byte[] encode(T payload) throws Exception;

  /** The bytes as they are, not copied. */
  static MillracePayload<byte[]> bytes() {
    return new MillracePayload<>() {
      @Override
      public byte[] decode(byte[] value) {
        return value;
      }

      @Override
      public byte[] encode(byte[] payload) {
        return payload;
      }
    };
  }

  /** UTF-8 text. Refuses bytes that are not. */
  static MillracePayload<String> text() {
    return new MillracePayload<>() {
      @Override
      public String decode(byte[] value) throws Exception {
        return UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
      }

      @Override
      public byte[] encode(String payload) {
        return payload.getBytes(UTF_8);
      }
    };
  }
}
