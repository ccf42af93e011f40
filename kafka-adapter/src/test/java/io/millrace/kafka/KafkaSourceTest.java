package io.millrace.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.queue.DrainReport;
import io.millrace.queue.Message;
import io.millrace.queue.Ordering;
import io.millrace.queue.Outcome;
import io.millrace.queue.Queue;
import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.testkit.kafka.KafkaExtension;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(KafkaExtension.class)
@Timeout(180)
class KafkaSourceTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration STOP = Duration.ofSeconds(30);

  @AutoClose private final GroupTopic topic;
  private final List<Message<String>> handled = new CopyOnWriteArrayList<>();

  KafkaSourceTest(KafkaBroker kafka) {
    topic = GroupTopic.of(kafka, 3);
  }

  private Outcome handle(Message<String> message) {
    handled.add(message);
    return Outcome.ack();
  }

  @ParameterizedTest
  @CsvSource({"NONE,classic", "PARTITION,classic", "KEY,classic", "NONE,consumer", "KEY,consumer"})
  void handsOutEverythingInItsOrderAndCommitsIt(Ordering ordering, String protocol) {
    topic.publish(0, 2_000, 40);
    KafkaSource<String> source =
        topic.source().ordering(ordering).properties(Map.of("group.protocol", protocol)).build();
    Map<Object, Long> last = new ConcurrentHashMap<>();
    List<String> violations = new CopyOnWriteArrayList<>();
    Queue<String> queue =
        topic
            .queue(
                source,
                () ->
                    message -> {
                      Object lane =
                          ordering == Ordering.KEY
                              ? message.key().orElseThrow()
                              : message.partition();
                      Long before = last.put(lane, message.offset());
                      if (ordering != Ordering.NONE
                          && before != null
                          && before >= message.offset()) {
                        violations.add(message + " came after offset " + before);
                      }
                      return handle(message);
                    })
            .ordering(ordering)
            .build();
    queue.start();

    await().atMost(SOON).until(() -> handled.size() >= 2_000);
    // It may have handed out everything before it looks at itself, which it does twice a second.
    await().atMost(SOON).until(() -> source.notReady().isEmpty());
    await().atMost(SOON).until(() -> topic.committedSum() == 2_000);

    DrainReport report = queue.stop(STOP);
    assertThat(report.returned()).isZero();
    assertThat(handled)
        .extracting(Message::payload)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 2_000).mapToObj(Integer::toString).toList());
    assertThat(violations).isEmpty();
  }

  @Test
  void givesKeyTimeHeadersAndSize() {
    topic.publish(0, 1, 1);
    try (Queue<String> queue = topic.queue(topic.source().build(), () -> this::handle).build()) {
      queue.start();
      await().atMost(SOON).until(() -> handled.size() == 1);
    }

    Message<String> message = handled.get(0);
    assertThat(message.key()).contains("k0");
    assertThat(message.payload()).isEqualTo("0");
    assertThat(message.sizeBytes()).isEqualTo(3);
    assertThat(message.timestampMillis())
        .isCloseTo(System.currentTimeMillis(), org.assertj.core.data.Offset.offset(60_000L));
    assertThat(message.partition().source()).isEqualTo(topic.name);
    assertThat(message.attempt()).isEqualTo(1);
  }

  @Test
  void restartHandsOutOnlyWhatWasNotFinishedHoweverFarBehindItLies() {
    topic.publishTo(0, 0, 500);
    Queue<String> first =
        topic
            .queue(
                topic.source().build(),
                () ->
                    message ->
                        message.offset() % 100 == 0
                            ? Outcome.retry(Duration.ofHours(1))
                            : handle(message))
            .build();
    first.start();
    await().atMost(SOON).until(() -> handled.size() == 495);
    assertThat(first.stop(STOP).returned()).isEqualTo(5);
    assertThat(topic.committedSum()).isZero();

    handled.clear();
    topic.publishTo(0, 500, 510);
    try (Queue<String> second = topic.queue(topic.source().build(), () -> this::handle).build()) {
      second.start();
      await().atMost(SOON).until(() -> topic.committedSum() == 510);
    }

    assertThat(handled)
        .extracting(Message::offset)
        .containsExactlyInAnyOrder(
            0L, 100L, 200L, 300L, 400L, 500L, 501L, 502L, 503L, 504L, 505L, 506L, 507L, 508L, 509L);
  }

  @ParameterizedTest
  @CsvSource({"classic", "consumer"})
  void rebalanceInGoodOrderHandsOutNothingTwice(String protocol) {
    topic.publish(0, 3_000, 300);
    Map<String, Object> properties = new HashMap<>(Map.of("group.protocol", protocol));
    if (protocol.equals("classic")) {
      properties.put("heartbeat.interval.ms", 50);
    } else {
      topic.heartbeatEvery(50);
    }
    AtomicBoolean slow = new AtomicBoolean(true);
    Queue<String> first = slowQueue(properties, slow);
    first.start();
    await().atMost(SOON).until(() -> handled.size() > 100);

    Queue<String> second = slowQueue(properties, slow);
    second.start();
    int before = handled.size();
    await().atMost(SOON).until(() -> second.snapshot().fetched() > 100 && handled.size() > before);
    second.stop(STOP);
    slow.set(false);
    await().atMost(SOON).until(() -> topic.committedSum() == 3_000);
    first.stop(STOP);

    assertThat(handled)
        .extracting(Message::payload)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 3_000).mapToObj(Integer::toString).toList());
  }

  private Queue<String> slowQueue(Map<String, Object> properties, AtomicBoolean slow) {
    return topic
        .queue(
            topic.source().properties(properties).ordering(Ordering.KEY).build(),
            () ->
                message -> {
                  if (slow.get()) {
                    java.util.concurrent.locks.LockSupport.parkNanos(40_000_000);
                  }
                  return handle(message);
                })
        .ordering(Ordering.KEY)
        .bufferMessages(64)
        .build();
  }

  @Test
  void handlersSlowerThanThePollIntervalKeepTheirPartitions() {
    topic.publishTo(0, 0, 40);
    AtomicBoolean open = new AtomicBoolean();
    KafkaSource<String> source =
        topic
            .source()
            .properties(Map.of("max.poll.interval.ms", 1_000))
            .revokeBudget(Duration.ofMillis(250))
            .build();
    try (Queue<String> queue =
        topic
            .queue(
                source,
                () ->
                    message -> {
                      await().atMost(SOON).untilTrue(open);
                      return handle(message);
                    })
            .bufferMessages(8)
            .fetchSize(8)
            .build()) {
      queue.start();
      await().atMost(SOON).until(() -> queue.snapshot().inFlight() == 8);
      await().during(Duration.ofSeconds(2)).atMost(SOON).until(() -> handled.isEmpty());
      open.set(true);

      await().atMost(SOON).until(() -> topic.committedSum() == 40);
    }
    assertThat(handled).hasSize(40);
  }

  @Test
  void readsPartitionsThatAreAddedWhileItRuns() {
    KafkaSource<String> source =
        topic.source().properties(Map.of("metadata.max.age.ms", 300)).build();
    try (Queue<String> queue = topic.queue(source, () -> this::handle).build()) {
      queue.start();
      await().atMost(SOON).until(() -> source.notReady().isEmpty());
      topic.addPartitions(5);
      topic.publishTo(4, 0, 10);

      await().atMost(SOON).until(() -> handled.size() == 10);
    }
  }

  @Test
  void startsAtTheNewestAndThenLeavesNothingOut() {
    topic.publishTo(0, 0, 10);
    KafkaSource<String> source = topic.source().startAt(StartAt.LATEST).build();
    Queue<String> first = topic.queue(source, () -> this::handle).build();
    first.start();
    await().atMost(SOON).until(() -> topic.committedSum() == 10);
    first.stop(STOP);
    topic.publishTo(0, 10, 20);

    try (Queue<String> second =
        topic.queue(topic.source().startAt(StartAt.LATEST).build(), () -> this::handle).build()) {
      second.start();
      await().atMost(SOON).until(() -> handled.size() == 10);
    }
    assertThat(handled).extracting(Message::offset).allMatch(offset -> offset >= 10);
  }
}
