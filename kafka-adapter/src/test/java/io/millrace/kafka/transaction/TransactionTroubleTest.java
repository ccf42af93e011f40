package io.millrace.kafka.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.kafka.KafkaPayload;
import io.millrace.kafka.KafkaPusher;
import io.millrace.kafka.KafkaSource;
import io.millrace.kafka.Topics;
import io.millrace.queue.Message;
import io.millrace.queue.Outcome;
import io.millrace.queue.Queue;
import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.testkit.kafka.KafkaExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the brokers do to a transaction under its producer. */
@ExtendWith(KafkaExtension.class)
@Timeout(60)
class TransactionTroubleTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final KafkaBroker broker;
  private final String input;
  private final String id = "billing-" + UUID.randomUUID();

  TransactionTroubleTest(KafkaBroker broker) {
    this.broker = broker;
    input = Topics.create(broker, 2);
  }

  @Test
  void goesOnWithAnotherProducerWhenItsOwnIsFenced() throws Exception {
    try (CommittedOutputs outputs = outputs(Topics.create(broker, 2));
        Queue<String> queue = queue(outputs.topic(), Map.of());
        Admin admin =
            Admin.create(
                Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()))) {
      queue.start();
      for (int round = 1; round <= 3; round++) {
        publish(500 * (round - 1), 500 * round);
        int some = 500 * round - 400;
        await().atMost(PATIENCE).until(() -> outputs.has(some));
        admin.fenceProducers(List.of(id + "-0")).all().get();
      }

      await().atMost(PATIENCE).until(() -> outputs.has(1_500));
      assertThat(outputs.read()).containsExactlyInAnyOrderElementsOf(texts(0, 1_500));
    }
  }

  @Test
  void waitsOnceForATopicThatDoesNotExistRatherThanOnceForEachOutput() throws Exception {
    String missing = "t-" + UUID.randomUUID();
    publish(0, 200);
    try (Queue<String> queue = queue(missing, Map.of("max.block.ms", 500))) {
      queue.start();
      await().atMost(PATIENCE).until(() -> failedCommits() >= 2);

      broker.createTopic(missing, 1);
      try (CommittedOutputs outputs = outputs(missing)) {
        await().atMost(PATIENCE).until(() -> outputs.has(200));
        assertThat(outputs.read()).containsExactlyInAnyOrderElementsOf(texts(0, 200));
      }
    }
  }

  @Test
  void goesOnWhereTheGroupWaitsForTheEndOfATransactionThatHasEnded(@TempDir Path directory)
      throws Exception {
    try (KafkaBroker own = KafkaBroker.builder().parentDirectory(directory).build()) {
      own.start();
      TransactionTroubleTest there = new TransactionTroubleTest(own);
      there.publish(0, 100);
      String output = Topics.create(own, 1);
      there.loseATransactionOfAPredecessor(directory);

      own.start();
      try (CommittedOutputs outputs = there.outputs(output);
          Queue<String> queue = there.queue(output, Map.of())) {
        queue.start();
        await().atMost(PATIENCE).until(() -> outputs.has(100));
        assertThat(outputs.read()).containsExactlyInAnyOrderElementsOf(texts(0, 100));
      }
    }
  }

  /**
   * The group has offsets of a transaction of which its coordinator knows nothing: as when a
   * machine fails before its disk has all of the coordinator's log, or a broker that starts ends a
   * transaction while the group's partition has no leader.
   */
  private void loseATransactionOfAPredecessor(Path directory) throws IOException {
    Map<String, Object> properties =
        Map.of(
            "bootstrap.servers", broker.bootstrapServers(),
            "group.id", "group-of-" + input,
            "transactional.id", id + "-0");
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    try (KafkaConsumer<byte[], byte[]> member = new KafkaConsumer<>(properties, bytes, bytes);
        KafkaProducer<byte[], byte[]> predecessor =
            new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      predecessor.initTransactions();
      Path log = transactionLog(directory);
      byte[] before = Files.readAllBytes(log);
      predecessor.beginTransaction();
      predecessor.sendOffsetsToTransaction(
          Map.of(new TopicPartition(input, 0), new OffsetAndMetadata(7)), member.groupMetadata());
      broker.kill();
      Files.write(log, before);
      predecessor.close(Duration.ZERO);
    }
  }

  private static Path transactionLog(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      return paths
          .filter(path -> path.endsWith("__transaction_state-0/00000000000000000000.log"))
          .findFirst()
          .orElseThrow();
    }
  }

  private double failedCommits() {
    Counter counter = registry.find("millrace.commit.failures").counter();
    return counter == null ? 0 : counter.count(); // not there before the source is open
  }

  private CommittedOutputs outputs(String topic) {
    return new CommittedOutputs(broker.bootstrapServers(), topic);
  }

  private Queue<String> queue(String output, Map<String, ?> properties) {
    KafkaTransactions<String> transactions =
        KafkaTransactions.builder(KafkaPayload.text())
            .transactionalId(id)
            .properties(properties)
            .build();
    return Queue.<String>builder("billing")
        .producers(
            1,
            KafkaSource.builder(KafkaPayload.text())
                .bootstrapServers(broker.bootstrapServers())
                .group("group-of-" + input)
                .topics(input)
                .commitEvery(Duration.ofMillis(200), 1_000)
                .meters(registry, Tags.empty())
                .transactions(transactions)
                .build())
        .consumers(
            transactions.consumers(
                (message, outputs) -> {
                  outputs.send(output, Message.of(message.payload()));
                  return Outcome.ack();
                }))
        .build();
  }

  private void publish(int from, int to) throws Exception {
    try (KafkaPusher<String> pusher =
        KafkaPusher.builder(KafkaPayload.text())
            .bootstrapServers(broker.bootstrapServers())
            .topic(input)
            .build()) {
      pusher.push(texts(from, to).stream().map(Message::of).toList());
    }
  }

  private static List<String> texts(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "m" + i).toList();
  }
}
