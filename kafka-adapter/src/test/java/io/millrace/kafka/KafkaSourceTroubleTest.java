package io.millrace.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.kafka.record.RetryHeaders;
import io.millrace.queue.DeadLetterHeaders;
import io.millrace.queue.Message;
import io.millrace.queue.Outcome;
import io.millrace.queue.Pusher;
import io.millrace.queue.Queue;
import io.millrace.queue.RetryPolicy;
import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.testkit.kafka.KafkaExtension;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(KafkaExtension.class)
@Timeout(180)
class KafkaSourceTroubleTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  /** Longer than the handlers need for everything else. */
  private static final Duration RETRY = Duration.ofSeconds(4);

  private static final byte[] NO_TEXT = {(byte) 0xff, 1, 2};

  @AutoClose private final GroupTopic topic;
  private final List<Message<String>> handled = new CopyOnWriteArrayList<>();

  KafkaSourceTroubleTest(KafkaBroker kafka) {
    topic = GroupTopic.of(kafka, 2);
  }

  private Outcome handle(Message<String> message) {
    handled.add(message);
    return Outcome.ack();
  }

  /** Keeps what is pushed, after it has failed some times. */
  private static final class Box implements Pusher<byte[]> {
    private final AtomicInteger failures;
    private final List<Message<byte[]>> messages = new CopyOnWriteArrayList<>();

    Box(int failures) {
      this.failures = new AtomicInteger(failures);
    }

    @Override
    public String name() {
      return "box";
    }

    @Override
    public void push(List<Message<byte[]>> pushed) {
      if (failures.getAndDecrement() > 0) {
        throw new IllegalStateException("box is closed");
      }
      messages.addAll(pushed);
    }
  }

  @Test
  void poisonIsPushedAsItIsAndCountsAsDoneOnceItIsSafe() {
    topic.publishTo(0, 0, 10);
    topic.publishBytes(0, NO_TEXT);
    topic.publishTo(0, 11, 20);
    Box box = new Box(3);
    try (Queue<String> queue =
        topic.queue(topic.source().onPoison(box).build(), () -> this::handle).build()) {
      queue.start();
      await().atMost(SOON).until(() -> topic.committedSum() == 20);
    }

    assertThat(handled).hasSize(19);
    assertThat(box.messages)
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.payload()).isEqualTo(NO_TEXT);
              assertThat(letter.headers().get(DeadLetterHeaders.POSITION)).contains("0@10");
              assertThat(letter.headers().get(DeadLetterHeaders.ORIGIN)).contains(topic.name);
              assertThat(letter.headers().get(DeadLetterHeaders.EXCEPTION)).isPresent();
            });
  }

  @Test
  void poisonThatNobodyTakesStopsItsPartitionAndIsTold() {
    topic.publishTo(0, 0, 5);
    topic.publishBytes(0, NO_TEXT);
    topic.publishTo(0, 6, 10);
    topic.publishTo(1, 10, 20);
    KafkaSource<String> source = topic.source().build();
    try (Queue<String> queue = topic.queue(source, () -> this::handle).build()) {
      queue.start();
      await().atMost(SOON).until(() -> handled.size() == 15);
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(source.notReady())
                      .hasValueSatisfying(
                          text ->
                              assertThat(text)
                                  .contains(topic.name + "[0]", "stands still at offset 5")));
    }
    assertThat(topic.committedSum()).isEqualTo(15);
  }

  @Test
  void partitionPausesAloneAtTheGapLimit() {
    topic.publishTo(0, 0, 1_000);
    topic.publishTo(1, 1_000, 2_000);
    AtomicBoolean stuck = new AtomicBoolean(true);
    try (Queue<String> queue =
        topic
            .queue(
                topic.source().gapLimit(100).build(),
                () ->
                    message ->
                        message.payload().equals("0") && stuck.get()
                            ? Outcome.retry(Duration.ofMillis(50))
                            : handle(message))
            .build()) {
      queue.start();
      await().atMost(SOON).until(() -> handled.size() == 1_099);
      await().during(Duration.ofMillis(300)).atMost(SOON).until(() -> handled.size() == 1_099);
      stuck.set(false);

      await().atMost(SOON).until(() -> topic.committedSum() == 2_000);
    }
    assertThat(handled).hasSize(2_000);
  }

  @Test
  void whatHoldsUpItsPartitionWaitsInTheRetryTopicUntilItIsDue(KafkaBroker kafka) {
    String retries = topic.name + "-retries";
    kafka.createTopic(retries, 1);
    topic.publishTo(0, 0, 300);
    Set<String> failed = ConcurrentHashMap.newKeySet();
    long start = System.nanoTime();
    Queue<String> queue =
        topic
            .queue(
                topic.source().gapLimit(50).retryTopic(retries).build(),
                () ->
                    message ->
                        Integer.parseInt(message.payload()) < 20 && failed.add(message.payload())
                            ? Outcome.retry(RETRY)
                            : handle(message))
            .retry(RetryPolicy.DEFAULT)
            .build();
    queue.start();

    await().atMost(SOON).until(() -> handled.size() == 300);
    assertThat(System.nanoTime() - start).isGreaterThan(RETRY.toNanos());
    await().atMost(SOON).until(() -> topic.committedSum() == 320);
    queue.stop(Duration.ofSeconds(10));

    assertThat(handled.subList(0, 280))
        .noneMatch(message -> message.partition().source().equals(retries));
    assertThat(handled)
        .filteredOn(message -> message.partition().source().equals(retries))
        .hasSize(20)
        .allSatisfy(
            message -> {
              assertThat(message.attempt()).isEqualTo(2);
              assertThat(message.headers().get(RetryHeaders.DUE)).isEmpty();
            });
  }

  @Test
  void topicThatDoesNotExistIsToldAndWaitedFor(KafkaBroker kafka) {
    try (GroupTopic later = new GroupTopic(kafka)) {
      KafkaSource<String> source = later.source().build();
      try (Queue<String> queue = later.queue(source, () -> this::handle).build()) {
        queue.start();
        await()
            .atMost(SOON)
            .untilAsserted(
                () ->
                    assertThat(source.notReady())
                        .contains("topic " + later.name + " does not exist"));
        kafka.createTopic(later.name, 1);
        later.publishTo(0, 0, 10);

        await().atMost(SOON).until(() -> handled.size() == 10);
        await().atMost(SOON).until(() -> source.notReady().isEmpty());
      }
    }
  }

  @Test
  void brokerThatDoesNotAnswerIsToldAndHoldsUpNoStop() throws InterruptedException {
    KafkaSource<String> source =
        KafkaSource.builder(KafkaPayload.text())
            .bootstrapServers("127.0.0.1:1")
            .group("g")
            .topics("t")
            .build();
    Queue<String> queue = topic.queue(source, () -> this::handle).build();
    queue.start();
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(source.notReady())
                    .hasValueSatisfying(
                        text -> assertThat(text).contains("127.0.0.1:1 does not answer")));

    queue.stop(Duration.ofSeconds(30));
    assertThat(queue.awaitTermination(Duration.ofSeconds(1))).isTrue();
  }

  @Test
  void valuesOfOtherKindsPassAsBytes() {
    topic.publishBytes(0, NO_TEXT);
    topic.publishBytes(0, "text".getBytes(UTF_8));
    List<byte[]> values = new CopyOnWriteArrayList<>();
    KafkaSource<byte[]> source =
        KafkaSource.builder(KafkaPayload.bytes())
            .bootstrapServers(topic.kafka.bootstrapServers())
            .group(topic.name)
            .topics(topic.name)
            .build();
    try (Queue<byte[]> queue =
        Queue.<byte[]>builder(topic.name)
            .producers(1, source)
            .consumers(
                () ->
                    message -> {
                      values.add(message.payload());
                      return Outcome.ack();
                    })
            .build()) {
      queue.start();
      await().atMost(SOON).until(() -> values.size() == 2);
    }
    assertThat(values).contains(NO_TEXT);
  }
}
