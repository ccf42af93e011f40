package io.millrace.kafka.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.kafka.KafkaPayload;
import io.millrace.kafka.KafkaPusher;
import io.millrace.kafka.KafkaSource;
import io.millrace.kafka.Topics;
import io.millrace.queue.Message;
import io.millrace.queue.Outcome;
import io.millrace.queue.Queue;
import io.millrace.queue.RetryPolicy;
import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.testkit.kafka.KafkaExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(KafkaExtension.class)
@Timeout(300)
class KafkaTransactionsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final KafkaBroker broker;
  private final String input;
  private final CommittedOutputs outputs;

  KafkaTransactionsTest(KafkaBroker broker) {
    this.broker = broker;
    input = Topics.create(broker, 3);
    outputs = new CommittedOutputs(broker.bootstrapServers(), Topics.create(broker, 2));
  }

  @AfterEach
  void close() {
    outputs.close();
  }

  private List<String> publish(int count) throws Exception {
    return publish(0, count);
  }

  private List<String> publish(int from, int to) throws Exception {
    List<Message<String>> messages =
        IntStream.range(from, to)
            .mapToObj(i -> Message.builder("m" + i).key("k" + i % 50).build())
            .toList();
    try (KafkaPusher<String> pusher =
        KafkaPusher.builder(KafkaPayload.text())
            .bootstrapServers(broker.bootstrapServers())
            .topic(input)
            .build()) {
      pusher.push(messages);
    }
    return messages.stream().map(Message::payload).toList();
  }

  @Test
  void eachInputHasItsOutputOnceThoughTheProcessIsKilledAgainAndAgain() throws Exception {
    List<String> published = publish(8_000);
    Random random = new Random(7);
    int kills = 4;
    for (int kill = 1; kill <= kills; kill++) {
      Process process = start("first");
      try {
        int seen = published.size() / (kills + 1) * kill + random.nextInt(500);
        await().atMost(PATIENCE).until(() -> outputs.has(seen));
      } finally {
        process.destroyForcibly().waitFor();
      }
    }
    Process last = start("first");
    try {
      await().atMost(PATIENCE).until(() -> outputs.has(published.size()));
      end(last);
    } finally {
      last.destroyForcibly();
    }
    assertThat(outputs.read()).containsExactlyInAnyOrderElementsOf(published);
  }

  @Test
  void partitionsThatMoveDoubleNothing() throws Exception {
    List<String> published = publish(8_000);
    Process first = start("first");
    Process second = null;
    try {
      await().atMost(PATIENCE).until(() -> outputs.has(2_000));
      second = start("second");
      await().atMost(PATIENCE).until(() -> outputs.has(4_000));
      first.destroyForcibly().waitFor();
      await().atMost(PATIENCE).until(() -> outputs.has(published.size()));
      end(second);
    } finally {
      first.destroyForcibly();
      if (second != null) {
        second.destroyForcibly();
      }
    }
    assertThat(outputs.read()).containsExactlyInAnyOrderElementsOf(published);
  }

  @Test
  void aProcessThatStoodStillAndWasTakenForDeadDoublesNothing() throws Exception {
    List<String> published = new ArrayList<>(publish(3_000));
    Process first = start("first");
    Process second = null;
    try {
      await().atMost(PATIENCE).until(() -> outputs.has(1_000));
      signal("-STOP", first);
      published.addAll(publish(3_000, 6_000));
      int before = outputs.read().size();
      second = start("second");
      await().atMost(PATIENCE).until(() -> outputs.has(before + 1_000));
      signal("-CONT", first);
      await().atMost(PATIENCE).until(() -> outputs.has(published.size()));
      end(first);
      end(second);
    } finally {
      first.destroyForcibly();
      if (second != null) {
        second.destroyForcibly();
      }
    }
    assertThat(outputs.read()).containsExactlyInAnyOrderElementsOf(published);
  }

  private static void signal(String name, Process process) throws Exception {
    new ProcessBuilder("kill", name, Long.toString(process.pid())).start().waitFor();
  }

  private static void end(Process process) throws Exception {
    process.getOutputStream().close();
    process.waitFor();
  }

  @Test
  void aBrokerThatGoesAwayInBetweenDoublesNothing() throws Exception {
    try (KafkaBroker own = KafkaBroker.builder().build()) {
      own.start();
      KafkaTransactionsTest there = new KafkaTransactionsTest(own);
      List<String> published = there.publish(4_000);
      Process process = there.start("first");
      try {
        await().atMost(PATIENCE).until(() -> there.outputs.has(published.size() / 2));
        own.restart();
        await().atMost(PATIENCE).until(() -> there.outputs.has(published.size()));
        end(process);
      } finally {
        process.destroyForcibly();
      }
      assertThat(there.outputs.read()).containsExactlyInAnyOrderElementsOf(published);
      there.close();
    }
  }

  private Process start(String name) throws Exception {
    return TransactionProcess.start(
        broker.bootstrapServers(), input, outputs.topic(), name + "-" + input);
  }

  @Test
  void onlyWhatIsAckedIsProduced() throws Exception {
    publish(30);
    KafkaTransactions<String> transactions = KafkaTransactions.builder(KafkaPayload.text()).build();
    CountDownLatch handled = new CountDownLatch(30);
    try (Queue<String> queue =
        Queue.<String>builder("picky")
            .producers(1, source(transactions))
            .consumers(
                transactions.consumers(
                    (message, out) -> {
                      out.send(
                          outputs.topic(), Message.of(message.payload() + "@" + message.attempt()));
                      int number = Integer.parseInt(message.payload().substring(1));
                      if (number % 3 == 0 && message.attempt() == 1) {
                        return Outcome.retry();
                      }
                      handled.countDown();
                      return number % 3 == 1 ? Outcome.reject("not this one") : Outcome.ack();
                    }))
            .retry(RetryPolicy.DEFAULT.withBackoff(Duration.ofMillis(1), Duration.ofMillis(1)))
            .build()) {
      queue.start();
      handled.await();
    }
    assertThat(outputs.read())
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 30)
                .filter(i -> i % 3 != 1)
                .mapToObj(i -> "m" + i + (i % 3 == 0 ? "@2" : "@1"))
                .toList());
  }

  private KafkaSource<String> source(KafkaTransactions<String> transactions) {
    return KafkaSource.builder(KafkaPayload.text())
        .bootstrapServers(broker.bootstrapServers())
        .group("group-of-" + input)
        .topics(input)
        .transactions(transactions)
        .build();
  }

  @Test
  void refusesARetryTopic() {
    assertThatThrownBy(
            () ->
                KafkaSource.builder(KafkaPayload.text())
                    .bootstrapServers(broker.bootstrapServers())
                    .group("g")
                    .topics(input)
                    .retryTopic("later")
                    .transactions(KafkaTransactions.builder(KafkaPayload.text()).build())
                    .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("transactions");
  }
}
