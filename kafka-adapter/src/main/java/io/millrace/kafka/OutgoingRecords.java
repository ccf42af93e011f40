package io.millrace.kafka;

import io.millrace.kafka.record.RawValue;
import io.millrace.kafka.record.RecordHeaders;
import io.millrace.kafka.record.RecordText;
import io.millrace.queue.Message;
import java.util.function.Function;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Makes records of messages. Safe for several threads. */
final class OutgoingRecords<T> {
  private final KafkaPayload<T> payload;
  private final Function<? super Message<T>, String> topic;
  private final boolean prefersRawValues;

  /**
   * @param prefersRawValues whether a {@link RawValue} is written instead of the payload
   */
  OutgoingRecords(
      KafkaPayload<T> payload,
      Function<? super Message<T>, String> topic,
      boolean prefersRawValues) {
    this.payload = payload;
    this.topic = topic;
    this.prefersRawValues = prefersRawValues;
  }

  String topicOf(Message<T> message) {
    return topic.apply(message);
  }

  ProducerRecord<byte[], byte[]> of(String topicName, Message<T> message) throws Exception {
    byte @Nullable [] key = message.key().map(RecordText::toBytes).orElse(null);
    ProducerRecord<byte[], byte[]> sent = new ProducerRecord<>(topicName, key, value(message));
    RecordHeaders.write(message.headers(), sent.headers());
    return sent;
  }

  private byte @Nullable [] value(Message<T> message) throws Exception {
    return prefersRawValues && message.handle() instanceof RawValue raw
        ? raw.rawValue()
        : payload.encode(message.payload());
  }
}
