package io.millrace.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a broker's file says of some of its queues. */
@Timeout(300)
class BrokerQueuesTest {
  @TempDir private Path directory;

  @Test
  void queuesAreAsTheFirstEntryThatNamesThemSays() throws Exception {
    try (StartedBroker run =
        start(
            """
            max_queue_size: 3
            queues:
              - { names: orders, max_queue_size: 1 }
              - { names: "jobs.*", max_queue_size: 1, overflow: drop-head }
              - { names: "jobs.late", max_queue_size: 2 }
              - { names: "*", max_queue_size: 2, key_patterns: true }
            """)) {
      assertThat(run.publish("orders", "", "1")).isEqualTo(200);
      assertThat(run.publish("orders", "", "2")).isEqualTo(507);
      assertThat(run.publish("jobs.late", "", "1")).isEqualTo(200);
      assertThat(run.publish("jobs.late", "", "2")).isEqualTo(200);
      assertThat(run.take("jobs.late", "")).isEqualTo("2");
      assertThat(run.publish("another", "a.b", "1")).isEqualTo(200);
      assertThat(run.publish("another", "a.b", "2")).isEqualTo(200);
      assertThat(run.publish("another", "a.b", "3")).isEqualTo(507);
      assertThat(run.stop()).as(run.shown()).isZero();
    }
  }

  @Test
  void whatAnEntryDoesNotSayIsAsForAllQueues() throws Exception {
    try (StartedBroker run =
        start(
            """
            max_queue_size: 1
            overflow: drop-head
            key_patterns: true
            queues:
              - { names: plain, key_patterns: false }
            """)) {
      assertThat(run.publish("plain", "a.b", "1")).isEqualTo(200);
      assertThat(run.publish("plain", "a.b", "2")).isEqualTo(200);
      assertThat(run.take("plain", "a.*")).isEmpty();
      assertThat(run.take("plain", "a.b")).isEqualTo("2");
      assertThat(run.stop()).as(run.shown()).isZero();
    }
  }

  @Test
  void routingKeysArePatternsWhereTheFileSaysSo() throws Exception {
    try (StartedBroker run = start("key_patterns: true\n")) {
      assertThat(run.publish("events", "shop.error", "1")).isEqualTo(200);
      assertThat(run.take("events", "mail.#")).isEmpty();
      assertThat(run.take("events", "*.error")).isEqualTo("1");
      assertThat(run.stop()).as(run.shown()).isZero();
    }
  }

  @Test
  void consumersThatTheFileExpectsAreMissed() throws Exception {
    try (StartedBroker run = start("queues: [ { names: orders, consumers: 2 } ]\n")) {
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> {
                assertThat(run.get("", "", "/attendance").body())
                    .isEqualTo("queue 'orders' has 0 of 2 consumers\n");
                assertThat(run.shown())
                    .contains("queue 'orders' has 0 of 2 consumers, and has had fewer for 10 s");
              });
      assertThat(run.stop()).as(run.shown()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          key_patterns: maybe|1:15: key_patterns: expected true or false, found 'maybe'
          queues: orders|1:9: queues: expected a list
          queues: [ { max_queue_size: 1 } ]|1:11: queues[0].names: this key must have a value
          queues: [ { names: '' } ]|1:20: queues[0].names: must be a queue's name, or how names begin and a *, found ''
          queues: [ { names: 'a*b' } ]|queues[0].names: must be a queue's name, or how names begin and a *, found 'a*b'
          queues: [ { names: a, key_patterns: 1 } ]|queues[0].key_patterns: expected true or false, found '1'
          queues: [ { names: a, overflow: grow } ]|queues[0].overflow: expected one of
          queues: [ { names: a, max_queue_size: -1 } ]|queues[0].max_queue_size: must be from 0 to
          queues: [ { names: a, ack_timeout: 0 } ]|queues[0].ack_timeout: must be from 1ms to
          queues: [ { names: a, key_pattern: true } ]|queues[0].key_pattern: unknown key; did you mean 'key_patterns'?
          queues: [ { names: a, consumers: 0 } ]|queues[0].consumers: must be from 1 to 1000000
          queues: [ { names: 'a*', consumers: 1 } ]|queues[0].consumers: is for one queue: nobody knows which queues there are to be of 'a*'; write an entry with its name for each
          """)
  void namesWhatIsWrongAndHowToPutItRight(String line, String problem) throws Exception {
    Path file = Files.writeString(directory.resolve("broker.yaml"), line + "\n");
    try (StartedBroker run = new StartedBroker("--config", file.toString(), "--check-config")) {
      assertThat(run.exitCode()).as(run.shown()).isEqualTo(78);
      assertThat(run.shown()).contains(file + ":1:").contains(problem);
    }
  }

  @Test
  void tellsOfAllThatIsWrongAtOnce() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("broker.yaml"),
            """
            queues:
              - { max_queue_size: -1 }
              - { names: a, key_patterns: maybe }
            credit: 0
            """);
    try (StartedBroker run = new StartedBroker("--config", file.toString(), "--check-config")) {
      assertThat(run.exitCode()).isEqualTo(78);
      assertThat(run.shown())
          .contains("queues[0].names: ", "queues[0].max_queue_size: ")
          .contains("queues[1].key_patterns: ", "credit: ");
    }
  }

  private StartedBroker start(String queues) throws IOException {
    Path file = Files.writeString(directory.resolve("broker.yaml"), queues);
    return StartedBroker.start("--config", file.toString(), "--store=mem", "--auth=false");
  }
}
