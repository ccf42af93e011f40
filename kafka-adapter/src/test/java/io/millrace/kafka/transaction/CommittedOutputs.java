package io.millrace.kafka.transaction;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What a reader of committed records sees of a topic. */
final class CommittedOutputs implements AutoCloseable {
  private final String topic;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<String> seen = new ArrayList<>();

  CommittedOutputs(String servers, String topic) {
    this.topic = topic;
    consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                servers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  String topic() {
    return topic;
  }

  /** All seen so far, when nothing more comes for a moment. */
  List<String> read() {
    readUntil(Integer.MAX_VALUE);
    return seen;
  }

  /**
   * Whether so many have been seen. Reads no further than to the poll that brings the last of them,
   * so that who waits for a part of a running process's outputs does not wait for the whole.
   */
  boolean has(int count) {
    readUntil(count);
    return seen.size() >= count;
  }

  private void readUntil(int count) {
    for (int quiet = 0; quiet < 3 && seen.size() < count; ) {
      int before = seen.size();
      consumer
          .poll(Duration.ofMillis(20))
          .forEach(each -> seen.add(new String(each.value(), UTF_8)));
      quiet = seen.size() == before ? quiet + 1 : 0;
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
