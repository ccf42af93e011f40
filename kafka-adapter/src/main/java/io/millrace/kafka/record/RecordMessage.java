package io.millrace.kafka.record;

import io.millrace.queue.Message;
import io.millrace.queue.SourcePartition;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * What a message tells of the record that it was read from, but for the payload.
 *
 * <p><b>Threads:</b> any.
 */
public final class RecordMessage {
  private RecordMessage() {}

  /** Adds key, headers, position, time and size. */
  public static <T> Message.Builder<T> describe(
      Message.Builder<T> builder,
      ConsumerRecord<byte[], byte[]> record,
      SourcePartition partition) {
    byte[] key = record.key();
    return describe(builder, record, key == null ? null : RecordText.of(key), partition);
  }

  /**
   * Adds headers, position, time and size, and a key.
   *
   * @param key the record's in text
   */
  public static <T> Message.Builder<T> describe(
      Message.Builder<T> builder,
      ConsumerRecord<?, ?> record,
      @Nullable String key,
      SourcePartition partition) {
    int size = Math.max(0, record.serializedValueSize()) + Math.max(0, record.serializedKeySize());
    // The one question to Kafka's headers that makes no object.
    Header[] headers = record.headers().toArray();
    if (headers.length > 0) {
      builder.headers(RecordHeaders.read(record.headers()));
      size += RecordHeaders.sizeBytes(headers);
    }
    return builder
        .key(key)
        .position(partition, record.offset())
        .timestampMillis(Math.max(0, record.timestamp()))
        .sizeBytes(size);
  }
}
