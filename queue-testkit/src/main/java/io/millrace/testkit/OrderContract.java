package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.queue.Consumer;
import io.millrace.queue.Ordering;
import io.millrace.queue.Outcome;
import io.millrace.testkit.check.ConservationCheck;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** What belongs together is handled one after the other, in order, whatever happens meanwhile. */
interface OrderContract {

  @Test
  default void keepsTheOrderOfEachKey(Trial trial) throws Exception {
    trial.requires(Feature.ORDER_PER_KEY);
    int count = trial.publishLoad(20);
    trial.worker().producers(2).ordering(Ordering.KEY).handle(message -> Outcome.ack());
    trial.awaitDone(count);
    assertThat(trial.judge(ConservationCheck.ordered()).duplicates()).isZero();
  }

  @Test
  default void keepsTheOrderOfEachPartition(Trial trial) throws Exception {
    trial.requires(Feature.ORDER_PER_PARTITION);
    int count = trial.publishLoad(20);
    trial.worker().producers(2).ordering(Ordering.PARTITION).handle(message -> Outcome.ack());
    trial.awaitDone(count);
    assertThat(trial.judge(ConservationCheck.ordered()).duplicates()).isZero();
  }

  @Test
  default void keepsTheOrderOfEachKeyAcrossRetries(Trial trial) throws Exception {
    trial.requires(Feature.ORDER_PER_KEY);
    int count = trial.publishLoad(20);
    trial.worker().producers(2).ordering(Ordering.KEY).handle(failingEveryFifthTwice());
    trial.awaitDone(count);
    assertThat(trial.judge(ConservationCheck.ordered()).duplicates()).isZero();
  }

  @Test
  default void keepsTheOrderOfEachPartitionAcrossRetries(Trial trial) throws Exception {
    trial.requires(Feature.ORDER_PER_PARTITION);
    trial.publish(100, 20);
    trial.worker().producers(2).ordering(Ordering.PARTITION).handle(failingEveryFifthTwice());
    trial.awaitDone(100);
    assertThat(trial.judge(ConservationCheck.ordered()).duplicates()).isZero();
  }

  @Test
  default void aBusyKeyDelaysNoOtherKey(Trial trial) throws Exception {
    trial.requires(Feature.ORDER_PER_KEY);
    trial.publish(100, 10);
    CountDownLatch release = new CountDownLatch(1);
    trial
        .worker()
        .ordering(Ordering.KEY)
        .handle(
            message -> {
              if (Payload.number(message) == 0) {
                release.await();
              }
              return Outcome.ack();
            });
    trial.awaitDone(90);
    trial.holds("the busy key waits", Duration.ofMillis(50), () -> trial.calls().done() == 90);
    release.countDown();
    trial.awaitDone(100);
    trial.judge(ConservationCheck.ordered());
  }

  @Test
  default void keepsTheOrderOfEachKeyAndLosesNothingWhileConsumersAreResized(Trial trial)
      throws Exception {
    trial.requires(Feature.ORDER_PER_KEY);
    int count = trial.publishLoad(30);
    Worker worker = trial.worker().producers(2).ordering(Ordering.KEY).handle(takingAWhile());
    int[] sizes = {1, 8, 2, 16, 3, 1, 6};
    for (int step = 0; step < sizes.length; step++) {
      trial.awaitDone(count / 10 * (step + 1));
      worker.queue().resize(2, sizes[step]);
    }
    trial.awaitDone(count);
    worker.stop();
    assertThat(trial.judge(ConservationCheck.ordered()).duplicates()).isZero();
  }

  @Test
  default void keepsTheOrderOfEachKeyAndLosesNothingWhileProducersAreResized(Trial trial)
      throws Exception {
    trial.requires(Feature.ORDER_PER_KEY, Feature.SHARING);
    int count = trial.publishLoad(30);
    Worker worker = trial.worker().producers(2).ordering(Ordering.KEY).handle(takingAWhile());
    int[] sizes = {1, 3, 2, 4, 1};
    for (int step = 0; step < sizes.length; step++) {
      trial.awaitDone(count / 7 * (step + 1));
      worker.queue().resize(sizes[step], WorkerSettings.CONSUMERS);
    }
    trial.awaitDone(count);
    worker.stop();
    assertThat(trial.judge(ConservationCheck.ordered()).duplicates()).isZero();
  }

  private static Consumer<byte[]> takingAWhile() {
    return message -> {
      LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
      return Outcome.ack();
    };
  }

  private static Consumer<byte[]> failingEveryFifthTwice() {
    return message ->
        Payload.number(message) % 5 == 0 && message.attempt() <= 2
            ? Outcome.retry("not yet")
            : Outcome.ack();
  }
}
