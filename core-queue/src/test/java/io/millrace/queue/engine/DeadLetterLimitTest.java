package io.millrace.queue.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.millrace.queue.Concurrency;
import io.millrace.queue.Message;
import io.millrace.queue.Outcome;
import io.millrace.queue.Pusher;
import io.millrace.queue.Queue;
import io.millrace.queue.QueueBuilder;
import io.millrace.queue.Settlement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class DeadLetterLimitTest {
  private final CountDownLatch release = new CountDownLatch(1);
  private final AtomicInteger pushes = new AtomicInteger();
  private final List<String> letters = new CopyOnWriteArrayList<>();

  @AfterEach
  void letHangingPushesGo() {
    release.countDown();
  }

  /** What the dead letter pusher does. */
  private interface Push {
    void push(List<Message<String>> messages) throws Exception;
  }

  private QueueBuilder<String> builder(ListSource source, Push push) {
    return Queue.<String>builder("letter-limit")
        .producers(1, source)
        .concurrency(Concurrency.fixed(1))
        .deadLetters(pusher(push))
        .deadLetterTimeLimit(Duration.ofMillis(100))
        .consumers(() -> DeadLetterLimitTest::givesUpTheFirst);
  }

  private static Pusher<String> pusher(Push push) {
    return new Pusher<>() {
      @Override
      public String name() {
        return "box";
      }

      @Override
      public void push(List<Message<String>> messages) throws Exception {
        push.push(messages);
      }
    };
  }

  private static Outcome givesUpTheFirst(Message<String> message) {
    return message.payload().equals("0") ? Outcome.deadLetter("no") : Outcome.ack();
  }

  private void waitsAtFirst(List<Message<String>> messages) throws InterruptedException {
    if (pushes.incrementAndGet() == 1) {
      release.await();
    }
    messages.forEach(message -> letters.add(message.payload()));
  }

  private void ignoresInterruptsAtFirst(List<Message<String>> messages) {
    if (pushes.incrementAndGet() == 1) {
      Expect.stubbornly(release);
    }
    messages.forEach(message -> letters.add(message.payload()));
  }

  @Test
  void interruptsAPushPastItsLimitLogsItsStackAndPushesTheMessageAgain() {
    ListSource source = ListSource.of(3);
    try (Logs logs = new Logs();
        Queue<String> queue = builder(source, this::waitsAtFirst).build()) {
      queue.start();
      Expect.soon(() -> queue.drainReport().isPresent());
      assertThat(pushes).hasValue(2);
      assertThat(letters).containsExactly("0");
      assertThat(source.settled(Settlement.Kind.DEAD_LETTERED)).isEqualTo(1);
      assertThat(source.settled(Settlement.Kind.ACKED)).isEqualTo(2);
      assertThat(
              logs.has(
                  Level.WARN,
                  "the dead letter push of Message[list[0]@0 attempt=1] exceeds its time limit",
                  "DeadLetterLimitTest.waitsAtFirst"))
          .isTrue();
      assertThat(logs.has(Level.ERROR, "failed to take")).isTrue();
    }
  }

  @Test
  void abandonsAPushThatIgnoresItsInterruptAndAnotherWorkerPushesTheMessage() {
    ListSource source = ListSource.of(3);
    try (Logs logs = new Logs();
        Queue<String> queue = builder(source, this::ignoresInterruptsAtFirst).build()) {
      queue.start();
      Expect.soon(() -> queue.drainReport().isPresent());
      assertThat(letters).containsExactly("0");
      assertThat(source.settled(Settlement.Kind.DEAD_LETTERED)).isEqualTo(1);
      assertThat(source.settled(Settlement.Kind.ACKED)).isEqualTo(2);
      assertThat(
              logs.has(Level.ERROR, "ignores its interrupt in the dead letter push", "stubbornly"))
          .isTrue();
      release.countDown();
      Expect.soon(() -> Expect.threads("letter-limit") == 0);
      assertThat(source.settled()).isEqualTo(3);
    }
  }

  @Test
  void pushThatHangsIsNoHandlerCall() {
    ListSource source = ListSource.of(1);
    try (Queue<String> queue =
        builder(source, this::waitsAtFirst).deadLetterTimeLimit(Duration.ofMinutes(1)).build()) {
      queue.start();
      Expect.soon(() -> pushes.get() == 1);
      assertThat(queue.snapshot().oldestInFlightNanos()).isZero();
      release.countDown();
    }
  }

  @Test
  void restOfABatchDoesNotWaitForTheDeadLetterPushOfOneInIt() {
    ListSource source = ListSource.of(5);
    try (Queue<String> queue =
        builder(source, this::ignoresInterruptsAtFirst)
            .deadLetterTimeLimit(Duration.ofMinutes(1))
            .batchConsumers(
                5, () -> batch -> batch.stream().map(DeadLetterLimitTest::givesUpTheFirst).toList())
            .build()) {
      queue.start();
      Expect.soon(() -> pushes.get() == 1 && source.settled(Settlement.Kind.ACKED) == 4);
      release.countDown();
      Expect.soon(() -> queue.drainReport().isPresent());
      assertThat(letters).containsExactly("0");
    }
  }

  @Test
  void batchConsumerIsNotCalledWhenTheQueueWasPausedDuringAPush() {
    List<Integer> batches = new CopyOnWriteArrayList<>();
    AtomicReference<Runnable> whilePushing = new AtomicReference<>(() -> {});
    SteppedBench bench =
        new SteppedBench(
            builder ->
                builder
                    .concurrency(Concurrency.fixed(1))
                    .deadLetters(
                        pusher(
                            messages -> {
                              pushes.incrementAndGet();
                              whilePushing.get().run();
                            }))
                    .batchConsumers(
                        10,
                        () ->
                            batch -> {
                              batches.add(batch.size());
                              return batch.stream()
                                  .map(DeadLetterLimitTest::givesUpTheFirst)
                                  .toList();
                            }));
    whilePushing.set(bench.queue()::pause);
    bench.publish(null, "0");
    bench.turns(1); // makes the consumer and the producer
    bench.turn("producer-0");
    bench.turn("consumer-0");
    bench.publish(null, "1", "2");
    bench.turn("producer-0");
    bench.turns(5);
    assertThat(pushes).hasValue(1);
    assertThat(batches).containsExactly(1);
    bench.queue().resume();
    bench.turns(5);
    assertThat(batches).containsExactly(1, 2);
  }
}
