package io.millrace.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.testkit.kafka.KafkaBroker;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A topic in which the cluster itself puts what a share group has dropped. */
final class GroupDeadLetters implements AutoCloseable {
  private final String name = "dlq." + UUID.randomUUID();
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<Long, Integer> deliveries = new HashMap<>();

  GroupDeadLetters(KafkaBroker broker) throws Exception {
    Map<String, Object> client = Map.of("bootstrap.servers", broker.bootstrapServers());
    try (Admin admin = Admin.create(client)) {
      NewTopic topic = new NewTopic(name, 1, (short) 1);
      admin
          .createTopics(
              List.of(topic.configs(Map.of("errors.deadletterqueue.group.enable", "true"))))
          .all()
          .get();
    }
    consumer =
        new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    TopicPartition partition = new TopicPartition(name, 0);
    consumer.assign(List.of(partition));
    consumer.seekToBeginning(List.of(partition));
  }

  String name() {
    return name;
  }

  /** How often the cluster had delivered what it has dropped so far, by offset. */
  Map<Long, Integer> deliveries() {
    for (ConsumerRecord<byte[], byte[]> letter : consumer.poll(Duration.ofMillis(5))) {
      deliveries.put(
          Long.parseLong(header(letter, "__dlq.errors.offset")),
          Integer.parseInt(header(letter, "__dlq.errors.delivery.count")));
    }
    return deliveries;
  }

  private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
    return new String(letter.headers().lastHeader(name).value(), UTF_8);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
