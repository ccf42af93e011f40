package io.millrace.amqp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/**
 * How a body becomes the payload of a message, and back.
 *
 * <p><b>Threads:</b> any, several at once.
 *
 * @param <T> the payload
 */
public interface AmqpPayload<T> {
  /**
   * @param body not changed by the caller afterwards, so that the payload may be this array
   * @throws Exception when it is no such payload: the message is poison, see {@link
   *     AmqpSourceBuilder#onPoison}
   */
  T decode(byte[] body) throws Exception;

  /**
   * @return not changed afterwards
   * @throws Exception when this payload cannot be written
   */
  byte[] encode(T payload) throws Exception;

  /** The bytes as they are, not copied. */
  static AmqpPayload<byte[]> bytes() {
    return new AmqpPayload<>() {
      @Override
      public byte[] decode(byte[] body) {
        return body;
      }

      @Override
      public byte[] encode(byte[] payload) {
        return payload;
      }
    };
  }

  /** UTF-8 text. Refuses bytes that are not. */
  static AmqpPayload<String> text() {
    return new AmqpPayload<>() {
      @Override
      public String decode(byte[] body) throws Exception {
        return UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      }

      @Override
      public byte[] encode(String payload) {
        return payload.getBytes(UTF_8);
      }
    };
  }
}
