package io.millrace.kafka;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the value of a Kafka record becomes the payload of a message, and back.
 *
 * <p>A record without a value is a tombstone: it deletes its key from a compacted topic. {@link
 * #bytes} keeps tombstones apart from empty values; {@link #text} and {@link #json} refuse them, so
 * that they are dead-lettered rather than taken for something else, unless they are made {@link
 * #withTombstones}.
 *
 * <p><b>Threads:</b> any, several at once.
 *
 * @param <T> the payload
 */
public interface KafkaPayload<T> {
  /**
   * Reads a value.
   *
   * @param value null for a tombstone; the caller does not change it afterwards, so that the
   *     payload may be this array
   * @throws Exception when the value is no such payload: the record is poison, and goes to the dead
   *     letters as it is
   */
  T decode(byte @Nullable [] value) throws Exception;

  /**
   * Writes a value.
   *
   * @return null for a tombstone; not changed afterwards
   * @throws Exception when this payload cannot be written
   */
  byte @Nullable [] encode(T payload) throws Exception;

  /**
   * The value as it is, not copied. A tombstone is {@link BytesPayload#TOMBSTONE}, an empty array
   * that is written as a tombstone again; other empty arrays are empty values.
   */
  static KafkaPayload<byte[]> bytes() {
    return BytesPayload.INSTANCE;
  }

  /** UTF-8 text. Refuses values that are not. */
  static KafkaPayload<String> text() {
    return TextPayload.INSTANCE;
  }

  /**
   * JSON, read and written by Jackson, which the application brings along ({@code
   * com.fasterxml.jackson.core:jackson-databind}), with those of its modules that are on the class
   * path. Ignores unknown properties, so that producers can add some; refuses {@code null} and
   * anything behind the first value. For other rules see {@link JsonPayload}.
   */
  static <T> KafkaPayload<T> json(Class<T> type) {
    ObjectMapper mapper = JsonPayload.tolerantMapper();
    return new JsonPayload<>(mapper, mapper.constructType(type));
  }

  /** As this, with tombstones as empty options. */
  default KafkaPayload<Optional<T>> withTombstones() {
    return new OptionalPayload<>(this);
  }
}
