package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.queue.Consumer;
import io.millrace.queue.Message;
import io.millrace.queue.Outcome;
import io.millrace.queue.Settlement;
import io.millrace.testkit.check.ConservationCheck;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A leased message is one worker's as long as it shows signs of life, and no longer. */
interface LeaseContract {

  @Test
  default void renewsTheLeaseOfASlowHandler(Trial trial) throws Exception {
    trial.requires(Feature.LEASE);
    trial.publish(1, 1);
    Worker slow = trial.worker().handle(slowerThanTheLease(trial));
    trial.awaitDone(1);
    trial.await("it is settled", () -> slow.traffic().settled(Settlement.Kind.ACKED) == 1);
    assertThat(slow.traffic().renewals()).as("renewals").isPositive();
    assertThat(trial.calls().begun()).as("handler calls").isEqualTo(1);
  }

  @Test
  default void renewsTheLeaseOfASlowHandlerWhileAnotherWorkerJoins(Trial trial) throws Exception {
    trial.requires(Feature.LEASE, Feature.SHARING);
    trial.publish(4, 4);
    trial.worker().handle(slowerThanTheLease(trial));
    trial.await("the slow handlers began", () -> trial.calls().begun() == 4);
    trial.worker().handle(message -> Outcome.ack());
    trial.awaitDone(4);
    trial.await("no handler runs", () -> trial.calls().running() == 0);
    assertThat(trial.calls().begun()).as("handler calls").isEqualTo(4);
  }

  private static Consumer<byte[]> slowerThanTheLease(Trial trial) {
    long millis = 3 * trial.backend().lease().toMillis() / 2;
    return message -> {
      boolean isReleased = new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
      return isReleased ? Outcome.retry() : Outcome.ack();
    };
  }

  @Test
  default void givesOnTheMessagesOfASilentWorker(Trial trial) throws Exception {
    trial.requires(Feature.LEASE);
    trial.publish(10, 10);
    Worker silent = trial.worker().handle(LeaseContract::blockForEver);
    trial.await(
        "some handlers are stuck", () -> trial.calls().running() == WorkerSettings.CONSUMERS);
    silent.stall();
    trial.worker().handle(message -> Outcome.ack());
    trial.awaitDone(10);
    trial.judge(ConservationCheck.unordered());
  }

  private static Outcome blockForEver(Message<byte[]> message) throws InterruptedException {
    new CountDownLatch(1).await();
    return Outcome.ack();
  }

  @Test
  default void refusesTheResultOfAWorkerWhoseLeaseRanOut(Trial trial) throws Exception {
    trial.requires(Feature.LEASE, Feature.REDELIVERY);
    trial.publish(1, 1);
    CountDownLatch release = new CountDownLatch(1);
    Worker late =
        trial
            .worker()
            .handle(
                message -> {
                  release.await();
                  return Outcome.ack();
                });
    trial.await("the first worker has it", () -> trial.calls().begun() == 1);
    late.stall();
    Worker second = trial.worker().handle(LeaseContract::blockForEver);
    trial.await("the second worker has it", () -> trial.calls().begun() == 2);
    release.countDown();
    trial.await(
        "the first worker settled, too late",
        () -> late.traffic().settled(Settlement.Kind.ACKED) == 1);
    second.crash();
    Worker third = trial.worker().handle(message -> Outcome.ack());
    trial.await(
        "the third worker has it", () -> third.traffic().settled(Settlement.Kind.ACKED) == 1);
    assertThat(trial.calls().begun()).isEqualTo(3);
  }
}
