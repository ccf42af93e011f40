package io.millrace.queue.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.queue.BatchConsumer;
import io.millrace.queue.Concurrency;
import io.millrace.queue.Consumer;
import io.millrace.queue.DeadLetterHeaders;
import io.millrace.queue.Message;
import io.millrace.queue.Ordering;
import io.millrace.queue.Outcome;
import io.millrace.queue.Pusher;
import io.millrace.queue.QueueState;
import io.millrace.queue.RetryPolicy;
import io.millrace.queue.Settlement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What only happens when things come together that seldom do; each was found by simulation first.
 */
class HardCasesTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final List<Message<String>> letters = new ArrayList<>();
  private SteppedBench bench;

  @AfterEach
  void clearInterrupt() {
    Thread.interrupted(); // the engine interrupts the thread a handler runs on, which is the test's
  }

  @Test
  void countsNullAmongTheOutcomesOfABatchAsAFailureOfTheBatch() {
    bench =
        new SteppedBench(
            builder -> builder.batchConsumers(2, () -> messages -> Arrays.asList(null, null)));
    bench.publish(null, "a", "b");

    bench.turns(5);

    assertThat(bench.queue().snapshot().retries()).isEqualTo(2);
  }

  @Test
  void givesUpEachMessageOfAFailedBatchForTheSameReason() {
    BatchConsumer<String> failing =
        messages -> {
          throw new IllegalStateException("no database");
        };
    bench =
        new SteppedBench(
            builder ->
                builder
                    .batchConsumers(2, () -> failing)
                    .retry(RetryPolicy.DEFAULT.withAttempts(1))
                    .deadLetters(letterBox()));
    bench.publish(null, "a", "b");

    bench.turns(5);

    assertThat(bench.kinds()).containsOnly(Settlement.Kind.DEAD_LETTERED).hasSize(2);
    assertThat(letters)
        .extracting(letter -> letter.headers().get(DeadLetterHeaders.EXCEPTION).orElse("none"))
        .containsOnly("java.lang.IllegalStateException: no database");
  }

  @Test
  void closesTheConsumerWhoseCallWasAbandoned() {
    AtomicInteger closed = new AtomicInteger();
    Consumer<String> hanging =
        new Consumer<>() {
          @Override
          public Outcome consume(Message<String> message) {
            for (int i = 0; i < 3; i++) {
              bench.pass(Duration.ofMillis(150));
              bench.turn("control");
            }
            return Outcome.ack();
          }

          @Override
          public void close() {
            closed.incrementAndGet();
          }
        };
    bench =
        new SteppedBench(
            builder ->
                builder
                    .consumers(() -> hanging)
                    .concurrency(Concurrency.fixed(1))
                    .handlerTimeLimit(Duration.ofMillis(100)));
    bench.publish(null, "a");
    bench.turn("producer-0");
    bench.turn("producer-0");

    bench.turn("consumer-0");
    bench.turn("consumer-0");

    assertThat(closed).hasValue(1);
  }

  @Test
  void countsNoAttemptWhenAStopCutsOffACallThatExceedsItsTimeLimitMeanwhile() {
    Consumer<String> hanging =
        message -> {
          bench.requestStop(Duration.ZERO);
          for (int i = 0; i < 20; i++) {
            bench.turn("control");
            bench.pass(Duration.ofMillis(50));
          }
          return Outcome.ack();
        };
    bench =
        new SteppedBench(
            builder ->
                builder
                    .consumers(() -> hanging)
                    .concurrency(Concurrency.fixed(1))
                    .handlerTimeLimit(Duration.ofMillis(100)));
    bench.publish(null, "a");

    bench.turns(5);

    assertThat(bench.kinds()).containsExactly(Settlement.Kind.RETURNED);
    assertThat(bench.settled.get(0).message().attempt()).isEqualTo(1);
  }

  @Test
  void drainsWhatTheLastWorkerLeftWhenThatOneWasRetired() {
    List<String> handled = new ArrayList<>();
    Consumer<String> slow =
        message -> {
          handled.add(message.payload());
          if (message.payload().equals("first")) {
            bench.queue().resize(1, 1);
            bench.requestStop(HOUR);
            bench.turn("control");
            bench.turn("producer-0");
            bench.turn("control");
            bench.turn("consumer-0");
          }
          return Outcome.ack();
        };
    bench =
        new SteppedBench(
            builder ->
                builder
                    .consumers(() -> slow)
                    .concurrency(Concurrency.fixed(2))
                    .ordering(Ordering.KEY));
    bench.publish("key", "first", "second");
    bench.turn("producer-0");
    bench.turn("producer-0");
    bench.turn("consumer-0");
    bench.turn("consumer-1");

    bench.turn("consumer-1"); // is retired within this call
    bench.turns(10);

    assertThat(handled).containsExactly("first", "second");
    assertThat(bench.queue().state()).isEqualTo(QueueState.STOPPED);
  }

  @Test
  void returnsAtOnceWhatFailsAfterItsPartitionWasTakenAway() {
    Consumer<String> failing =
        message -> {
          bench.revoke();
          bench.turn("producer-0");
          return Outcome.retry(HOUR);
        };
    bench =
        new SteppedBench(
            builder -> builder.consumers(() -> failing).concurrency(Concurrency.fixed(1)));
    bench.publish(null, "a");

    bench.turns(8);

    assertThat(bench.kinds()).containsExactly(Settlement.Kind.RETURNED);
  }

  private Pusher<String> letterBox() {
    return new Pusher<>() {
      @Override
      public String name() {
        return "letter box";
      }

      @Override
      public void push(List<Message<String>> messages) {
        letters.addAll(messages);
      }
    };
  }
}
