package io.millrace.queue.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.millrace.queue.Concurrency;
import io.millrace.queue.Consumer;
import io.millrace.queue.Message;
import io.millrace.queue.Outcome;
import io.millrace.queue.Queue;
import io.millrace.queue.QueueBuilder;
import io.millrace.queue.RetryPolicy;
import io.millrace.queue.Settlement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class TimeLimitTest {
  private final CountDownLatch release = new CountDownLatch(1);
  private final List<Integer> attempts = new CopyOnWriteArrayList<>();

  private QueueBuilder<String> builder(ListSource source) {
    return Queue.<String>builder("limit")
        .producers(1, source)
        .concurrency(Concurrency.fixed(1))
        .retry(RetryPolicy.DEFAULT.withBackoff(Duration.ofMillis(5), Duration.ofMillis(5)))
        .handlerTimeLimit(Duration.ofMillis(100));
  }

  @Test
  void interruptsAHandlerPastItsLimitLogsItsStackAndCountsAFailedAttempt() {
    ListSource source = ListSource.of(1);
    try (Logs logs = new Logs();
        Queue<String> queue = builder(source).consumers(() -> this::waitsAtFirst).build()) {
      queue.start();
      Expect.soon(() -> queue.drainReport().isPresent());
      assertThat(attempts).containsExactly(1, 2);
      assertThat(logs.has(Level.WARN, "exceeds its time limit", "TimeLimitTest.waitsAtFirst"))
          .isTrue();
      assertThat(source.settled(Settlement.Kind.ACKED)).isEqualTo(1);
      assertThat(queue.snapshot().retries()).isEqualTo(1);
    }
  }

  private Outcome waitsAtFirst(Message<String> message) throws InterruptedException {
    attempts.add(message.attempt());
    if (message.attempt() == 1) {
      release.await();
    }
    return Outcome.ack();
  }

  @Test
  void abandonsAHandlerThatIgnoresItsInterruptAndRefusesItsLateResult() {
    ListSource source = ListSource.of(3);
    AtomicInteger closed = new AtomicInteger();
    Set<String> threads = ConcurrentHashMap.newKeySet();
    Consumer<String> stubborn =
        new Consumer<>() {
          @Override
          public Outcome consume(Message<String> message) {
            threads.add(Thread.currentThread().getName());
            if (message.payload().equals("0") && message.attempt() == 1) {
              Expect.stubbornly(release);
              return Outcome.reject("late");
            }
            return Outcome.ack();
          }

          @Override
          public void close() {
            closed.incrementAndGet();
          }
        };
    try (Logs logs = new Logs();
        Queue<String> queue = builder(source).consumers(() -> stubborn).build()) {
      queue.start();
      Expect.soon(() -> queue.drainReport().isPresent());
      assertThat(source.settled(Settlement.Kind.ACKED)).isEqualTo(3);
      assertThat(threads)
          .containsExactlyInAnyOrder("millrace-limit-consumer-0", "millrace-limit-consumer-1");
      assertThat(logs.has(Level.ERROR, "ignores its interrupt", "Expect.stubbornly")).isTrue();
      release.countDown();
      Expect.soon(() -> logs.has(Level.WARN, "its result is refused"));
      Expect.soon(() -> closed.get() == 2);
      Expect.soon(() -> Expect.threads("limit") == 0);
      assertThat(source.settled()).isEqualTo(3);
    }
  }

  @Test
  void messagesTakenTogetherWithOneThatHangsGoOnElsewhere() {
    ListSource source = ListSource.of(64);
    try (Queue<String> queue =
        Queue.<String>builder("hang")
            .producers(1, source)
            .concurrency(Concurrency.fixed(2))
            .consumers(
                () ->
                    message -> {
                      if (message.payload().equals("0")) {
                        release.await();
                      }
                      return Outcome.ack();
                    })
            .build()) {
      queue.start();
      Expect.soon(() -> source.settled() == 63);
      release.countDown();
      Expect.soon(() -> source.settled() == 64);
    }
  }

  @Test
  void interruptThatAHandlerLeavesBehindDoesNotReachTheNextMessage() {
    ListSource source = ListSource.of(10);
    AtomicInteger interrupted = new AtomicInteger();
    try (Queue<String> queue =
        builder(source)
            .consumers(
                () ->
                    message -> {
                      if (Thread.currentThread().isInterrupted()) {
                        interrupted.incrementAndGet();
                      }
                      Thread.currentThread().interrupt();
                      return Outcome.ack();
                    })
            .build()) {
      queue.start();
      Expect.soon(() -> queue.drainReport().isPresent());
      assertThat(interrupted).hasValue(0);
    }
  }

  @Test
  void anAnswerGivenAfterTheInterruptCounts() {
    ListSource source = ListSource.of(1);
    try (Logs logs = new Logs();
        Queue<String> queue =
            builder(source)
                .consumers(
                    () ->
                        message -> {
                          try {
                            release.await();
                          } catch (InterruptedException e) {
                            return Outcome.ack();
                          }
                          return Outcome.reject("not interrupted");
                        })
                .build()) {
      queue.start();
      Expect.soon(() -> queue.drainReport().isPresent());
      assertThat(logs.has(Level.WARN, "exceeds its time limit")).isTrue();
      assertThat(source.settled(Settlement.Kind.ACKED)).isEqualTo(1);
    }
  }
}
