package io.millrace.kafka.record;

import io.millrace.queue.Headers;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.header.Header;

/**
 * Headers of Kafka records and headers of messages, one to one: same names, values as {@link
 * RecordText}. {@code traceparent} passes like any other.
 *
 * <p>Two things a message cannot say are lost: a null value becomes an empty one, and of several
 * values under one name the last is taken, as Kafka's own {@code lastHeader} does.
 *
 * <p><b>Threads:</b> any.
 */
public final class RecordHeaders {
  private static final byte[] EMPTY = {};

  private RecordHeaders() {}

  /** The headers of a message that was read. */
  public static Headers read(org.apache.kafka.common.header.Headers headers) {
    Map<String, String> values = null;
    for (Header header : headers) {
      if (values == null) {
        values = new LinkedHashMap<>();
      }
      byte[] value = header.value();
      values.put(header.key(), RecordText.of(value == null ? EMPTY : value));
    }
    return values == null ? Headers.empty() : Headers.of(values);
  }

  /** Adds the headers of a message to a record that is to be sent. */
  public static void write(Headers headers, org.apache.kafka.common.header.Headers target) {
    for (Map.Entry<String, String> header : headers.entries()) {
      target.add(header.getKey(), RecordText.toBytes(header.getValue()));
    }
  }

  /** What headers count against byte limits. */
  public static int sizeBytes(Header[] headers) {
    int size = 0;
    for (Header header : headers) {
      byte[] value = header.value();
      size += header.key().length() + (value == null ? 0 : value.length);
    }
    return size;
  }
}
