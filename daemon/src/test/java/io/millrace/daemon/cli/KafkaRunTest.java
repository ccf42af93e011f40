package io.millrace.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.daemon.fixture.Topic;
import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.testkit.kafka.KafkaExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Pipelines of a daemon between the topics of a real broker. */
@Timeout(300)
@ExtendWith(KafkaExtension.class)
class KafkaRunTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private Path directory;

  private StartedRun daemon;

  private KafkaBroker kafka;

  @BeforeEach
  void connect(KafkaBroker broker) {
    kafka = broker;
    daemon = new StartedRun(directory);
  }

  @AfterEach
  void stop() throws Exception {
    daemon.close();
  }

  @Test
  void copiesATopicInTheOrderOfKeysAndCommitsWhatIsDone() throws Exception {
    Topic orders = Topic.create(kafka, "orders", 3);
    Topic copies = Topic.create(kafka, "copies", 3);
    Path file =
        daemon.config(
            """
            pipelines:
              - name: copy
                source: { kafka: { brokers: ["%s"], topics: [%s], group: copy } }
                order: key
                consumers: 4
                sink: { kafka: { topic: %s } }
            """
                .formatted(kafka.bootstrapServers(), orders.name(), copies.name()));
    String[] keysAndValues =
        IntStream.range(0, 200)
            .boxed()
            .flatMap(i -> Stream.of("key-" + i % 7, Integer.toString(i)))
            .toArray(String[]::new);
    orders.send(keysAndValues);
    daemon.start(file);
    await().atMost(PATIENCE).until(() -> copies.records().size() == 200);
    for (int key = 0; key < 7; key++) {
      String name = "key-" + key;
      assertThat(copies.values(name)).isEqualTo(orders.values(name));
    }
    daemon.stop();
    assertThat(daemon.exitCode()).as(daemon.err()).isZero();
    assertThat(daemon.err()).contains("finished 200 (acked 200,").contains("lost 0");
    assertThat(orders.committed("copy")).isEqualTo(200);
  }

  @Test
  void readsATopicAsAShareGroup() throws Exception {
    Topic orders = Topic.create(kafka, "orders", 1);
    Topic copies = Topic.create(kafka, "copies", 1);
    Path file =
        daemon.config(
            """
            pipelines:
              - name: shared
                source: { kafka: { brokers: ["%s"], topics: [%s], group: shared, share: true, offset: earliest } }
                producers: 2
                sink: { kafka: { topic: %s } }
            """
                .formatted(kafka.bootstrapServers(), orders.name(), copies.name()));
    orders.send("a", "1", "b", "2", "c", "3");
    daemon.start(file);
    await().atMost(PATIENCE).until(() -> copies.records().size() == 3);
    daemon.stop();
    assertThat(daemon.exitCode()).as(daemon.err()).isZero();
    assertThat(daemon.err()).contains("finished 3 (acked 3,").contains("lost 0");
  }

  @Test
  void waitsForAClusterThatIsNotThereAndSaysSo() throws Exception {
    Path file =
        daemon.config(
            """
            pipelines:
              - { name: waits, source: { kafka: { brokers: ["127.0.0.1:1"], topics: [x], group: g } }, sink: drop }
            """);
    daemon.start(file);
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(daemon.err()).containsIgnoringCase("127.0.0.1:1"));
    daemon.stop();
    assertThat(daemon.exitCode()).isZero();
  }

  @Test
  void keepsDeadLettersInATopicFromWhichTheyComeBack() throws Exception {
    Topic orders = Topic.create(kafka, "orders", 2);
    Topic dead = Topic.create(kafka, "orders.dlq", 1);
    Path file =
        daemon.config(
            """
            pipelines:
              - name: fails
                source: { kafka: { brokers: ["%s"], topics: [%s], group: fails } }
                order: key
                consumers: 1
                handler: { exec: { command: [sh, -c, 'while read -r l; do echo "dead no $l"; done'] } }
                dead-letter: { kafka: { topic: %s } }
            """
                .formatted(kafka.bootstrapServers(), orders.name(), dead.name()));
    orders.send("a", "1", "b", "2");
    daemon.start(file);
    await().atMost(PATIENCE).until(() -> dead.records().size() == 2);
    daemon.stop();
    assertThat(daemon.exitCode()).as(daemon.err()).isZero();
    assertThat(dead.values("a")).containsExactly("1");
    assertThat(dead.headers("a"))
        .containsEntry("millrace-dead-letter-reason", "no 1")
        .containsEntry("millrace-dead-letter-origin", orders.name());
    redrive(file, orders, dead);
  }

  private void redrive(Path file, Topic orders, Topic dead) {
    assertThat(daemon.millrace("dlq", "ls", "--config", file.toString())).isZero();
    assertThat(daemon.out()).contains("no 1").contains("no 2");
    assertThat(daemon.millrace("dlq", "redrive", "--config", file.toString(), "--filter", "key=a"))
        .as(daemon.err())
        .isZero();
    assertThat(daemon.out())
        .contains("sent back 1 of 2 dead letters looked at in topic " + dead.name());
    assertThat(orders.values("a")).containsExactly("1", "1");
    assertThat(orders.headers("a"))
        .containsEntry("millrace-dead-letter-redrives", "1")
        .doesNotContainKey("millrace-dead-letter-reason");
    String[] place = {"--brokers", kafka.bootstrapServers(), "--topic", dead.name()};
    assertThat(daemon.millrace("dlq", "drop", place[0], place[1], place[2], place[3], "--all"))
        .isZero();
    assertThat(daemon.out()).contains("dropped 1 of 1 ");
    assertThat(daemon.millrace("dlq", "ls", place[0], place[1], place[2], place[3])).isZero();
    assertThat(daemon.out()).endsWith("no dead letters\n");
  }

  @Test
  void goesFromAFileOfDeadLettersBackToTheTopicTheyCameFrom() throws Exception {
    Topic orders = Topic.create(kafka, "orders", 2);
    Path file =
        daemon.config(
            """
            pipelines:
              - name: fails
                source: { kafka: { brokers: ["%s"], topics: [%s], group: fails } }
                handler: { exec: { command: [sh, -c, 'while read -r l; do echo "dead no $l"; done'] } }
                consumers: 1
            """
                .formatted(kafka.bootstrapServers(), orders.name()));
    orders.send("a", "1");
    daemon.start(file);
    Path dead = directory.resolve("state/dead-letters/fails.ndjson");
    await().atMost(PATIENCE).until(() -> Files.exists(dead) && Files.size(dead) > 0);
    daemon.stop();
    assertThat(daemon.millrace("dlq", "redrive", "--config", file.toString()))
        .as(daemon.err())
        .isZero();
    assertThat(orders.values("a")).containsExactly("1", "1");
    assertThat(daemon.millrace("dlq", "redrive", "--config", file.toString(), "--dry-run"))
        .isZero();
    assertThat(daemon.out())
        .endsWith("would have sent back 0 of 0 dead letters looked at in file " + dead + "\n");
  }

  @Test
  void tellsAnOperatorWhatIsWrongWithAPlaceOfDeadLetters() {
    String servers = kafka.bootstrapServers();
    assertThat(daemon.millrace("dlq", "ls", "--brokers", servers, "--topic", "nowhere"))
        .isEqualTo(65);
    assertThat(daemon.err()).contains("millrace: there is no topic nowhere at " + servers);
    assertThat(daemon.millrace("dlq", "ls", "--topic", "x")).isEqualTo(64);
    assertThat(daemon.err()).contains("say where topic x is: --brokers HOST:PORT");
    assertThat(daemon.millrace("dlq", "ls", "--brokers", "nobody.invalid:9092", "--topic", "x"))
        .isEqualTo(69);
    assertThat(daemon.err()).contains("at nobody.invalid:9092");
  }
}
