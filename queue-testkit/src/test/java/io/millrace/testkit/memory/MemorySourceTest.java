package io.millrace.testkit.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.queue.DeadLetterHeaders;
import io.millrace.queue.FetchResult;
import io.millrace.queue.Headers;
import io.millrace.queue.Message;
import io.millrace.queue.Producer;
import io.millrace.queue.Settlement;
import io.millrace.queue.Settlement.Kind;
import io.millrace.testkit.FetchBuffer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class MemorySourceTest {
  private final AtomicLong clock = new AtomicLong();

  private MemorySourceBuilder<String> builder() {
    return MemorySource.<String>builder("log").nanoTime(clock::get).pause(clock::addAndGet);
  }

  @Test
  void remembersTheFinishedPrefixAndWhatIsFinishedBeyondIt() throws Exception {
    MemorySource<String> source = published(builder().partitions(1).build(), 5);
    Producer<String> producer = source.producers().create(0);
    List<Message<String>> messages = fetch(producer, 10);
    settle(producer, Kind.ACKED, messages.get(0), messages.get(1), messages.get(3));
    assertThat(source.committed(0)).isEqualTo(new Commit(2, new TreeSet<>(List.of(3L))));
    settle(producer, Kind.REJECTED, messages.get(2));
    assertThat(source.committed(0)).isEqualTo(new Commit(4, new TreeSet<>()));
    assertThat(source.unfinished(0)).containsExactly(4L);
  }

  @Test
  void deliversWhatWasNotSettledToTheNextProducer() throws Exception {
    MemorySource<String> source = published(builder().partitions(1).build(), 4);
    Producer<String> first = source.producers().create(0);
    List<Message<String>> messages = fetch(first, 10);
    settle(first, Kind.ACKED, messages.get(0), messages.get(2));
    source.abandon(first);
    assertThatThrownBy(() -> fetch(first, 10)).hasMessageContaining("cut off");
    settle(first, Kind.ACKED, messages.get(3));
    assertThat(offsets(fetch(source.producers().create(0), 10))).containsExactly(1L, 3L);
  }

  @Test
  void returnedMessagesComeAgainWithTheAttemptTheyWereReturnedWith() throws Exception {
    MemorySource<String> source = published(builder().partitions(1).build(), 1);
    Producer<String> producer = source.producers().create(0);
    Message<String> message = fetch(producer, 1).get(0);
    settle(producer, Kind.RETURNED, message.toBuilder().attempt(3).build());
    assertThat(fetch(producer, 1).get(0).attempt()).isEqualTo(3);
  }

  @Test
  void sharesItsPartitionsAndHandsThemOverInGoodOrder() throws Exception {
    MemorySource<String> source = published(builder().partitions(2).build(), 4);
    Producer<String> first = source.producers().create(0);
    Producer<String> second = source.producers().create(1);
    List<Message<String>> messages = fetch(first, 10);
    assertThat(messages).hasSize(4);
    assertThat(fetch(second, 10)).as("before the first has given up a partition").isEmpty();
    FetchBuffer<String> handOver =
        FetchBuffer.<String>of(10)
            .withSettler(
                () -> {
                  settle(first, Kind.ACKED, messages);
                  return true;
                });
    first.fetch(handOver);
    assertThat(handOver.revoked())
        .singleElement()
        .satisfies(gone -> assertThat(gone.isRevoked()).isTrue());
    assertThat(source.unfinished()).isZero();
    published(source, 4);
    assertThat(fetch(first, 10)).hasSize(2);
    assertThat(fetch(second, 10)).hasSize(2);
    assertThat(source.violations()).isEmpty();
  }

  @Test
  void refusesAndCountsTheResultsOfALostPartition() throws Exception {
    MemorySource<String> source = published(builder().partitions(1).build(), 2);
    Producer<String> first = source.producers().create(0);
    List<Message<String>> messages = fetch(first, 10);
    source.lose(0);
    settle(first, Kind.ACKED, messages);
    assertThat(source.refused()).isEqualTo(2);
    FetchBuffer<String> next = FetchBuffer.of(10);
    first.fetch(next);
    assertThat(next.revoked()).containsExactly(messages.get(0).partition());
    assertThat(offsets(next.messages())).containsExactly(0L, 1L);
    assertThat(next.messages().get(0).partition()).isNotSameAs(messages.get(0).partition());
  }

  @Test
  void givesAMessageOnWhenItsLeaseRanOutUnlessItWasRenewed() throws Exception {
    MemorySource<String> source =
        published(builder().partitions(1).lease(Duration.ofSeconds(10)).build(), 1);
    Producer<String> slow = source.producers().create(0);
    Producer<String> other = source.producers().create(1);
    List<Message<String>> messages = fetch(slow, 10);
    pass(Duration.ofSeconds(8));
    slow.renew(messages);
    pass(Duration.ofSeconds(8));
    assertThat(fetch(other, 10)).isEmpty();
    pass(Duration.ofSeconds(3));
    assertThat(offsets(fetch(other, 10))).containsExactly(0L);
    settle(slow, Kind.ACKED, messages.get(0));
    assertThat(source.refused()).isEqualTo(1);
    assertThat(source.unfinished()).isEqualTo(1);
  }

  @Test
  void showsADelayedMessageWhenItsDelayIsOver() throws Exception {
    MemorySource<String> source = builder().partitions(1).build();
    source.publishDelayed(Message.of("later"), Duration.ofSeconds(5));
    source.publish(Message.of("now"));
    Producer<String> producer = source.producers().create(0);
    assertThat(payloads(fetch(producer, 10))).containsExactly("now");
    pass(Duration.ofSeconds(5));
    assertThat(payloads(fetch(producer, 10))).containsExactly("later");
  }

  @Test
  void keepsTheLimitsOfAFetch() throws Exception {
    MemorySource<String> source = builder().partitions(2).build();
    for (int i = 0; i < 10; i++) {
      source.publish(Message.builder("m" + i).sizeBytes(10).build());
    }
    Producer<String> producer = source.producers().create(0);
    assertThat(fetch(producer, 0)).isEmpty();
    assertThat(fetch(producer, 3)).hasSize(3);
    FetchBuffer<String> narrow = FetchBuffer.<String>of(10).withByteLimit(15);
    producer.fetch(narrow);
    assertThat(narrow.messages()).as("the message that reaches the limit is the last").hasSize(2);
  }

  @Test
  void endsWhenEveryMessageIsFinishedOrInThatProducersHands() throws Exception {
    MemorySource<String> source = published(builder().partitions(2).build(), 2);
    Producer<String> first = source.producers().create(0);
    Producer<String> second = source.producers().create(1);
    List<Message<String>> messages = fetch(first, 10);
    fetch(second, 10);
    source.end();
    assertThat(first.fetch(FetchBuffer.of(10)))
        .as("while one waits for the other")
        .isEqualTo(FetchResult.IDLE);
    assertThat(fetch(second, 10)).hasSize(1);
    assertThat(second.fetch(FetchBuffer.of(10)))
        .as("while the first holds one")
        .isEqualTo(FetchResult.IDLE);
    settle(first, Kind.ACKED, messages.get(0));
    assertThat(second.fetch(FetchBuffer.of(10)))
        .as("while it holds the last itself")
        .isEqualTo(FetchResult.END);
  }

  @Test
  void tellsWhatAQueueMustNotDo() throws Exception {
    MemorySource<String> source = published(builder().partitions(1).build(), 3);
    Producer<String> producer = source.producers().create(0);
    List<Message<String>> messages = fetch(producer, 10);
    settle(producer, Kind.ACKED, messages.get(0));
    settle(producer, Kind.ACKED, messages.get(0));
    settle(producer, Kind.ACKED, Message.of("a stranger"));
    producer.renew(List.of(messages.get(0)));
    Thread other = new Thread(() -> settleQuietly(producer, messages.get(1)));
    other.start();
    other.join();
    producer.close();
    assertThat(source.violations())
        .anySatisfy(line -> assertThat(line).contains("settled twice"))
        .anySatisfy(line -> assertThat(line).contains("did not fetch"))
        .anySatisfy(line -> assertThat(line).contains("not in its hands"))
        .anySatisfy(line -> assertThat(line).contains("was called by"))
        .anySatisfy(line -> assertThat(line).contains("closed with 1 messages not settled"))
        .hasSize(5);
  }

  @Test
  void keepsSettlementsThatFailedOrAreLateUntilALaterCall() throws Exception {
    for (Faults faults : List.of(Faults.NONE.withFailSettle(1), Faults.NONE.withLateSettle(1))) {
      MemorySource<String> source = published(builder().partitions(1).build(), 1);
      Producer<String> producer = source.producers().create(0);
      Message<String> message = fetch(producer, 10).get(0);
      source.inject(faults);
      if (faults.failSettle() > 0) {
        assertThatThrownBy(() -> producer.settle(List.of(new Settlement<>(message, Kind.ACKED))))
            .isInstanceOf(IOException.class);
      } else {
        producer.settle(List.of(new Settlement<>(message, Kind.ACKED)));
      }
      assertThat(source.committed(0).position()).isZero();
      source.inject(Faults.NONE);
      assertThat(fetch(producer, 10)).isEmpty();
      assertThat(source.committed(0).position()).isEqualTo(1);
    }
  }

  @Test
  void duplicatesAreDeliveriesOfTheirOwn() throws Exception {
    MemorySource<String> source =
        published(builder().partitions(1).faults(Faults.NONE.withDuplicate(1)).build(), 1);
    Producer<String> producer = source.producers().create(0);
    Message<String> message = fetch(producer, 1).get(0);
    source.inject(Faults.NONE);
    Message<String> duplicate = fetch(producer, 1).get(0);
    assertThat(duplicate.offset()).isEqualTo(message.offset());
    settle(producer, Kind.ACKED, message, duplicate);
    assertThat(source.violations()).isEmpty();
    assertThat(source.unfinished()).isZero();
  }

  @Test
  void sendsDeadLettersBackToTheirPartition() {
    MemorySource<String> source = published(builder().partitions(3).build(), 1);
    DeadLetterLog<String> letters = new DeadLetterLog<>();
    Headers story =
        Headers.of(DeadLetterHeaders.ORIGIN, "log")
            .with(DeadLetterHeaders.POSITION, "2@7")
            .with(DeadLetterHeaders.ATTEMPTS, "5")
            .with("colour", "blue");
    letters.push(List.of(Message.builder("dead").headers(story).attempt(5).build()));
    assertThat(letters.redrive(source)).isEqualTo(1);
    assertThat(letters.letters()).isEmpty();
    Message<String> back = source.message(2, 0);
    assertThat(back.attempt()).isEqualTo(1);
    assertThat(back.headers())
        .isEqualTo(Headers.of("colour", "blue").with(DeadLetterHeaders.REDRIVES, "1"));
  }

  private static MemorySource<String> published(MemorySource<String> source, int count) {
    for (int i = 0; i < count; i++) {
      source.publish(Message.of("m" + i));
    }
    return source;
  }

  private static List<Message<String>> fetch(Producer<String> producer, int limit)
      throws Exception {
    FetchBuffer<String> fetch = FetchBuffer.of(limit);
    producer.fetch(fetch);
    return fetch.messages();
  }

  @SafeVarargs
  private static void settle(Producer<String> producer, Kind kind, Message<String>... messages) {
    List<Message<String>> listed = new ArrayList<>();
    for (Message<String> message : messages) {
      listed.add(message);
    }
    settle(producer, kind, listed);
  }

  private static void settle(Producer<String> producer, Kind kind, List<Message<String>> messages) {
    List<Settlement<String>> settlements = new ArrayList<>();
    for (Message<String> message : messages) {
      settlements.add(new Settlement<>(message, kind));
    }
    try {
      producer.settle(settlements);
    } catch (Exception e) {
      throw new AssertionError("settle failed", e);
    }
  }

  private static void settleQuietly(Producer<String> producer, Message<String> message) {
    settle(producer, Kind.ACKED, message);
  }

  private void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }

  private static List<Long> offsets(List<Message<String>> messages) {
    return messages.stream().map(Message::offset).toList();
  }

  private static List<String> payloads(List<Message<String>> messages) {
    return messages.stream().map(Message::payload).toList();
  }
}
