package io.millrace.kafka;

import io.millrace.kafka.assignment.AssignedPartition;
import io.millrace.kafka.record.RawValue;
import io.millrace.kafka.record.RecordMessage;
import io.millrace.queue.Headers;
import io.millrace.queue.Message;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Makes messages of records, and finds again where a message came from. The poll thread's. */
final class Messages<T> {
  private final KafkaPayload<T> payload;
  private final @Nullable Function<? super Message<T>, Optional<String>> key;

  /**
   * @param key finds the key in a message; where empty, it is the record's
   */
  Messages(KafkaPayload<T> payload, Optional<Function<? super Message<T>, Optional<String>>> key) {
    this.payload = payload;
    this.key = key.orElse(null);
  }

  /**
   * @throws Exception when the value is no payload: what {@link KafkaPayload#decode} threw
   */
  Message<T> read(ConsumerRecord<String, byte[]> record, AssignedPartition partition)
      throws Exception {
    byte[] value = record.value();
    T decoded = payload.decode(value);
    boolean isValue = decoded == value || decoded == BytesPayload.TOMBSTONE;
    Message<T> message =
        RecordMessage.describe(Message.builder(decoded), record, record.key(), partition.source())
            .handle(isValue ? partition : new RecordHandle(partition, value))
            .build();
    return key == null ? message : message.toBuilder().key(key.apply(message).orElse(null)).build();
  }

  /** A record as it is, whatever its value. */
  static Message<byte[]> raw(ConsumerRecord<String, byte[]> record, AssignedPartition partition) {
    byte[] value = record.value();
    return RecordMessage.describe(
            Message.builder(value == null ? BytesPayload.TOMBSTONE : value),
            record,
            record.key(),
            partition.source())
        .build();
  }

  /** A message as it was when it was read, with these headers instead of those it had. */
  static Message<byte[]> raw(Message<?> message, Headers headers) {
    byte[] value = rawValue(message);
    return Message.builder(value == null ? BytesPayload.TOMBSTONE : value)
        .key(message.key().orElse(null))
        .headers(headers)
        .position(message.partition(), message.offset())
        .timestampMillis(message.timestampMillis())
        .sizeBytes(message.sizeBytes())
        .build();
  }

  private static byte @Nullable [] rawValue(Message<?> message) {
    if (message.handle() instanceof RawValue raw) {
      return raw.rawValue();
    }
    return (byte[]) message.payload();
  }

  /** The assignment that a message of this source was read under. */
  static AssignedPartition partitionOf(Message<?> message) {
    Object handle = message.handle();
    if (handle instanceof AssignedPartition partition) {
      return partition;
    }
    if (handle instanceof RecordHandle of) {
      return of.partition();
    }
    throw new IllegalArgumentException("not a message of this source: " + message);
  }
}
