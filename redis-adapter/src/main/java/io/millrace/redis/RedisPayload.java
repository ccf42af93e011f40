package io.millrace.redis;

import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * How an element of a list, less its envelope, becomes the payload of a message, and back.
 *
 * <p><b>Threads:</b> any, several at once.
 *
 * @param <T> the payload
 */
public interface RedisPayload<T> {
  /**
   * @param value not changed by the caller afterwards, so that the payload may be this array
   * @throws Exception when it is no such payload: the element is poison, and goes to the dead
   *     letters as it is
   */
  T decode(byte[] value) throws Exception;

  /**
   * @return not changed afterwards
   * @throws Exception when this payload cannot be written
   */
  byte[] encode(T payload) throws Exception;

  /** The bytes as they are, not copied. */
  static RedisPayload<byte[]> bytes() {
    return BytesPayload.INSTANCE;
  }

  /** UTF-8 text. Refuses bytes that are not. */
  static RedisPayload<String> text() {
    return TextPayload.INSTANCE;
  }

  /**
   * JSON, read and written by Jackson, which the application brings along ({@code
   * com.fasterxml.jackson.core:jackson-databind}), with those of its modules that are on the class
   * path. Ignores unknown properties, so that producers can add some; refuses {@code null} and
   * anything behind the first value. For other rules see {@link JsonPayload}.
   */
  static <T> RedisPayload<T> json(Class<T> type) {
    ObjectMapper mapper = JsonPayload.tolerantMapper();
    return new JsonPayload<>(mapper, mapper.constructType(type));
  }
}
