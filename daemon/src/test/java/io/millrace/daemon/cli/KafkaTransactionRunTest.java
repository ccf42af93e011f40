package io.millrace.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.daemon.fixture.Topic;
import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.testkit.kafka.KafkaExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A daemon that copies from topic to topic in transactions, as a process that is killed. */
@Timeout(120)
@ExtendWith(KafkaExtension.class)
class KafkaTransactionRunTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int RECORDS = 4_000;

  @TempDir private Path directory;

  @Test
  void writesEachRecordOnceThoughItIsKilledInTheMiddle(KafkaBroker kafka) throws Exception {
    Topic orders = Topic.create(kafka, "orders", 3);
    Topic copies = Topic.create(kafka, "copies", 2);
    orders.send(
        IntStream.range(0, RECORDS)
            .boxed()
            .flatMap(i -> Stream.of("key-" + i % 7, Integer.toString(i)))
            .toArray(String[]::new));
    Path config = config(kafka, orders, copies);

    for (int seen : List.of(500, 2_000)) {
      Process killed = start(config);
      try {
        await().atMost(PATIENCE).until(() -> copies.committedRecords().size() >= seen);
      } finally {
        killed.destroyForcibly().waitFor();
      }
    }
    assertThat(copies.committedRecords()).hasSizeLessThan(RECORDS);
    Process last = start(config);
    try {
      await().atMost(PATIENCE).until(() -> copies.committedRecords().size() >= RECORDS);
      last.destroy();
      assertThat(last.waitFor(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      last.destroyForcibly();
    }

    assertThat(copies.committedRecords())
        .extracting(ConsumerRecord::value)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, RECORDS).mapToObj(Integer::toString).toList());
  }

  /** Slow enough to be killed in the middle; what a crash leaves open is soon over. */
  private Path config(KafkaBroker kafka, Topic orders, Topic copies) throws IOException {
    return Files.writeString(
        directory.resolve("copy.yaml"),
        """
        admin: { port: 0 }
        state: { dir: %s }
        pipelines:
          - name: copy
            source:
              kafka:
                brokers: ["%s"]
                topics: [%s]
                group: copy-%s
                commit: { every: 50ms, done: 200 }
                properties: { session.timeout.ms: 2000, heartbeat.interval.ms: 300 }
            order: key
            consumers: 4
            rate: { max: 1500 }
            sink: { kafka: { topic: %s, transactional-id: copy-%s, properties: { transaction.timeout.ms: 3000 } } }
        """
            .formatted(
                directory.resolve("state"),
                kafka.bootstrapServers(),
                orders.name(),
                orders.name(),
                copies.name(),
                orders.name()));
  }

  private Process start(Path config) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "run",
            config.toString())
        .directory(directory.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
