package io.millrace.kafka.record;

import io.millrace.queue.Message;
import io.millrace.queue.SourcePartition;
import org.apache.kafka.clients.consumer.ConsumerRecord;

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
    int size = Math.max(0, record.serializedValueSize());
    if (key != null) {
      builder.key(RecordText.of(key));
      size += key.length;
    }
    size += RecordHeaders.sizeBytes(record.headers().toArray());
    return builder
        .headers(RecordHeaders.read(record.headers()))
        .position(partition, record.offset())
        .timestampMillis(Math.max(0, record.timestamp()))
        .sizeBytes(size);
  }
}
