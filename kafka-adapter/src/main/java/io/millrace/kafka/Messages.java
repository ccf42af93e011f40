package io.millrace.kafka;

import io.millrace.kafka.assignment.AssignedPartition;
import io.millrace.kafka.record.RecordHeaders;
import io.millrace.kafka.record.RecordText;
import io.millrace.queue.Message;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Makes messages of records. Belongs to the poll thread. */
final class Messages<T> {
  private final KafkaPayload<T> payload;

  Messages(KafkaPayload<T> payload) {
    this.payload = payload;
  }

  /**
   * @throws Exception when the value is no payload: what {@link KafkaPayload#decode} threw
   */
  Message<T> read(ConsumerRecord<byte[], byte[]> record, AssignedPartition partition)
      throws Exception {
    return describe(Message.builder(payload.decode(record.value())), record, partition).build();
  }

  /** Adds everything but the payload. */
  static <R> Message.Builder<R> describe(
      Message.Builder<R> builder,
      ConsumerRecord<byte[], byte[]> record,
      AssignedPartition partition) {
    byte[] key = record.key();
    int size = Math.max(0, record.serializedValueSize());
    if (key != null) {
      builder.key(RecordText.of(key));
      size += key.length;
    }
    // The one question to Kafka's headers that makes no object.
    Header[] headers = record.headers().toArray();
    if (headers.length > 0) {
      builder.headers(RecordHeaders.read(record.headers()));
      for (Header header : headers) {
        byte[] value = header.value();
        size += header.key().length() + (value == null ? 0 : value.length);
      }
    }
    return builder
        .position(partition.source(), record.offset())
        .timestampMillis(Math.max(0, record.timestamp()))
        .sizeBytes(size)
        .handle(partition);
  }
}
