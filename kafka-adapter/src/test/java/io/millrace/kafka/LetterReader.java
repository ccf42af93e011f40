package io.millrace.kafka;

import io.millrace.kafka.record.RecordHeaders;
import io.millrace.queue.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads all there is in a topic of one partition. */
final class LetterReader implements AutoCloseable {
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final TopicPartition partition;
  private final List<Message<byte[]>> letters = new ArrayList<>();

  LetterReader(String bootstrapServers, String topic) {
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    partition = new TopicPartition(topic, 0);
    consumer.assign(List.of(partition));
    consumer.seek(partition, 0);
  }

  List<Message<byte[]>> readAll() {
    long end = consumer.endOffsets(List.of(partition)).get(partition);
    while (consumer.position(partition) < end) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
        letters.add(
            Message.builder(record.value()).headers(RecordHeaders.read(record.headers())).build());
      }
    }
    return List.copyOf(letters);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
