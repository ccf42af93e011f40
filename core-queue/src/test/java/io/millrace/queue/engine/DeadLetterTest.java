package io.millrace.queue.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.millrace.queue.Concurrency;
import io.millrace.queue.DeadLetterHeaders;
import io.millrace.queue.Message;
import io.millrace.queue.Ordering;
import io.millrace.queue.Outcome;
import io.millrace.queue.PushException;
import io.millrace.queue.Pusher;
import io.millrace.queue.Queue;
import io.millrace.queue.QueueBuilder;
import io.millrace.queue.RetryPolicy;
import io.millrace.queue.Settlement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class DeadLetterTest {
  private final List<Message<String>> letters = new CopyOnWriteArrayList<>();
  private final AtomicInteger pushes = new AtomicInteger();

  private QueueBuilder<String> builder(ListSource source) {
    return Queue.<String>builder("letters")
        .producers(1, source)
        .concurrency(Concurrency.fixed(2))
        .ordering(Ordering.KEY)
        .retry(new RetryPolicy(3, Duration.ofMillis(2), Duration.ofMillis(2), 0, 1_000));
  }

  private Pusher<String> failing(int times) {
    return new Pusher<>() {
      @Override
      public String name() {
        return "box";
      }

      @Override
      public void push(List<Message<String>> messages) throws PushException {
        if (pushes.incrementAndGet() <= times) {
          throw new IllegalStateException("box is closed");
        }
        letters.addAll(messages);
      }
    };
  }

  @Test
  void withoutPusherDeadLettersAreRejectedAndTheRemedyIsToldOnce() {
    ListSource source = ListSource.keyed(3, "a");
    try (Logs logs = new Logs();
        Queue<String> queue =
            builder(source).consumers(() -> message -> Outcome.deadLetter("no room")).build()) {
      queue.start();
      Expect.soon(() -> source.settled(Settlement.Kind.REJECTED) == 3);
      assertThat(logs.count(Level.WARN, "letters", "no room", "deadLetters(pusher)")).isEqualTo(1);
      assertThat(logs.count(Level.WARN, "no room")).isEqualTo(1);
    }
  }

  @Test
  void pusherThatFailsIsTriedAgainWhileItsKeyWaitsAndOthersGoOn() {
    ListSource source = ListSource.keyed(10, "bad", "good");
    List<Long> handledBad = new CopyOnWriteArrayList<>();
    try (Logs logs = new Logs();
        Queue<String> queue =
            builder(source)
                .deadLetters(failing(2))
                .consumers(
                    () ->
                        message -> {
                          boolean bad = message.key().orElseThrow().equals("bad");
                          if (bad) {
                            handledBad.add(message.offset());
                          }
                          if (bad && message.offset() == 0) {
                            throw new IllegalStateException("poison");
                          }
                          return Outcome.ack();
                        })
                .build()) {
      queue.start();
      Expect.soon(() -> source.settled(Settlement.Kind.ACKED) == 10);
      assertThat(handledBad).containsOnly(0L);
      Expect.soon(() -> queue.drainReport().isPresent());
      assertThat(pushes).hasValue(3);
      assertThat(source.settled(Settlement.Kind.DEAD_LETTERED)).isEqualTo(1);
      assertThat(source.settled(Settlement.Kind.ACKED)).isEqualTo(19);
      assertThat(handledBad).startsWith(0L, 0L, 0L, 2L, 4L).hasSize(12);
      assertThat(letters).hasSize(1);
      assertThat(letters.get(0).headers().get(DeadLetterHeaders.ATTEMPTS)).contains("3");
      assertThat(logs.has(Level.ERROR, "the dead letter pusher box failed")).isTrue();
    }
  }

  @Test
  void theLogCallsTheQueueAsItIsToldTo() {
    ListSource source = ListSource.keyed(1, "a");
    try (Logs logs = new Logs();
        Queue<String> queue =
            builder(source)
                .noun("pipeline")
                .consumers(
                    () -> message -> message.attempt() == 1 ? Outcome.retry("no") : Outcome.ack())
                .build()) {
      queue.start();
      Expect.soon(() -> queue.drainReport().isPresent());
      assertThat(logs.has(Level.WARN, "pipeline letters: 1 attempt failed so far")).isTrue();
      assertThatThrownBy(queue::start).hasMessageStartingWith("pipeline letters is STOPPED");
    }
  }

  @Test
  void withoutAPusherAttemptsAreUnlimited() {
    ListSource source = ListSource.of(1);
    try (Queue<String> queue =
        builder(source)
            .consumers(() -> message -> message.attempt() < 20 ? Outcome.retry() : Outcome.ack())
            .build()) {
      queue.start();
      Expect.soon(() -> queue.drainReport().isPresent());
      assertThat(source.settlements).hasSize(1);
      assertThat(source.settlements.peek().message().attempt()).isEqualTo(20);
    }
  }

  @Test
  void whatThePusherDoesNotTakeGoesBackWhenTheQueueStops() {
    ListSource source = ListSource.keyed(5, "bad");
    try (Logs logs = new Logs();
        Queue<String> queue =
            builder(source)
                .deadLetters(failing(Integer.MAX_VALUE))
                .consumers(() -> message -> Outcome.deadLetter("no"))
                .build()) {
      queue.start();
      Expect.soon(() -> pushes.get() > 0);
      assertThat(queue.stop(Duration.ofSeconds(10)).returned()).isEqualTo(5);
      assertThat(logs.has(Level.ERROR, "tried again")).isTrue();
    }
  }

  @Test
  void pusherThatFailsForManyMessagesIsReportedOnceAndAgainWhenItTakesThem() {
    ListSource source = ListSource.of(20);
    try (Logs logs = new Logs();
        Queue<String> queue =
            builder(source)
                .ordering(Ordering.NONE)
                .deadLetters(failing(30))
                .consumers(() -> message -> Outcome.deadLetter("no"))
                .build()) {
      queue.start();
      Expect.soon(() -> queue.drainReport().isPresent());
      assertThat(source.settled(Settlement.Kind.DEAD_LETTERED)).isEqualTo(20);
      assertThat(logs.count(Level.ERROR, "box failed to take")).isEqualTo(1);
      assertThat(logs.count(Level.ERROR, "box has failed")).isEqualTo(4);
      assertThat(logs.count(Level.INFO, "box has taken everything", "failed 30 times"))
          .isEqualTo(1);
    }
  }

  @Test
  void givesUpWhatHasEndedItsWorkersOnceItsAttemptsAreUsedUp() {
    ListSource source = ListSource.of(0).withAttempt(3).withAttempt(4).endingWorkers();
    assertThat(attemptsHandled(source)).containsExactly(3);
    assertThat(letters)
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.headers().get(DeadLetterHeaders.ATTEMPTS)).contains("3");
              assertThat(letter.headers().get(DeadLetterHeaders.REASON))
                  .hasValueSatisfying(reason -> assertThat(reason).contains("workers died"));
            });
    assertThat(source.settled(Settlement.Kind.DEAD_LETTERED)).isEqualTo(1);
  }

  @Test
  void triesOnceMoreWhatWasOnlyInTheHandsOfThoseThatDied() {
    assertThat(attemptsHandled(ListSource.of(0).withAttempt(4))).containsExactly(4);
    assertThat(letters).isEmpty();
  }

  private List<Integer> attemptsHandled(ListSource source) {
    List<Integer> attempts = new CopyOnWriteArrayList<>();
    try (Queue<String> queue =
        builder(source)
            .deadLetters(failing(0))
            .consumers(
                () ->
                    message -> {
                      attempts.add(message.attempt());
                      return Outcome.ack();
                    })
            .build()) {
      queue.start();
      Expect.soon(() -> queue.drainReport().isPresent());
    }
    return attempts;
  }
}
