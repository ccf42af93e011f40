package io.millrace.testkit.kafka;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Sends texts to a topic and reads all of it. */
record TopicClient(String bootstrapServers, String topic) {

  static Map<String, Object> settings(String bootstrapServers) {
    return new HashMap<>(
        Map.of("bootstrap.servers", bootstrapServers, "request.timeout.ms", 10_000));
  }

  void send(List<String> values) throws Exception {
    try (var producer =
        new KafkaProducer<>(
            settings(bootstrapServers), new StringSerializer(), new StringSerializer())) {
      for (String value : values) {
        producer.send(new ProducerRecord<>(topic, value)).get();
      }
    }
  }

  /** Reads from the beginning until {@code count} values are there. */
  List<String> readAll(int count) {
    List<String> values = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(
            settings(bootstrapServers), new StringDeserializer(), new StringDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      await()
          .until(
              () -> {
                consumer.poll(Duration.ofMillis(100)).forEach(it -> values.add(it.value()));
                return values.size() >= count;
              });
    }
    return values;
  }
}
