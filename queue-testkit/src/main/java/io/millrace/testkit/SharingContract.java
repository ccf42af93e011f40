package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.queue.Ordering;
import io.millrace.queue.Outcome;
import io.millrace.queue.Settlement;
import io.millrace.testkit.check.ConservationCheck;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Workers come and go; what they share changes hands in good order. */
interface SharingContract {

  @Test
  default void aWorkerThatJoinsTakesItsShareAndTheOrderHolds(Trial trial) throws Exception {
    trial.requires(Feature.SHARING);
    int count = trial.publishLoad(40);
    Ordering ordering = trial.has(Feature.ORDER_PER_KEY) ? Ordering.KEY : Ordering.NONE;
    Worker first = start(trial, ordering);
    trial.awaitDone(count / 10);
    Worker second = start(trial, ordering);
    // The first may have done all there is before the second has joined.
    trial.awaitUnderLoad(
        40, "the second worker works", () -> trial.calls().calls().stream().anyMatch(by(second)));
    trial.publishLoad(40);
    first.stop();
    trial.awaitDone(trial.published());
    second.stop();
    ConservationCheck check =
        ordering == Ordering.KEY ? ConservationCheck.ordered() : ConservationCheck.unordered();
    assertThat(trial.judge(check).duplicates()).isZero();
  }

  @Test
  default void givesBackAtOnceWhatNoHandlerHasBegun(Trial trial) throws Exception {
    trial.requires(Feature.SHARING);
    trial.publish(60, 60);
    CountDownLatch release = new CountDownLatch(1);
    Worker first =
        trial
            .worker()
            .handle(
                message -> {
                  release.await();
                  return Outcome.ack();
                });
    trial.await("the first worker has them all", () -> first.traffic().fetched() == 60);
    trial.worker().handle(message -> Outcome.ack());
    trial.await("a part is given up", () -> first.traffic().hasRevoked());
    release.countDown();
    trial.awaitDone(60);
    trial.await(
        "the first worker gave messages back",
        () -> first.traffic().settled(Settlement.Kind.RETURNED) > 0);
    assertThat(trial.judge(ConservationCheck.unordered()).duplicates()).isZero();
  }

  @Test
  default void givesOnWhatFailsWhileItIsHandedOver(Trial trial) throws Exception {
    trial.requires(Feature.SHARING);
    trial.publish(WorkerSettings.CONSUMERS, WorkerSettings.CONSUMERS);
    CountDownLatch release = new CountDownLatch(1);
    Worker first =
        trial
            .worker()
            .retry(10, Duration.ofMinutes(10))
            .handle(
                message -> {
                  release.await();
                  return Outcome.retry("for someone else to try");
                });
    trial.await(
        "all are with a handler", () -> trial.calls().running() == WorkerSettings.CONSUMERS);
    trial.worker().handle(message -> Outcome.ack());
    trial.holds(
        "the second waits for the first", Duration.ofMillis(300), () -> trial.calls().done() == 0);
    release.countDown();
    trial.await("the second worker has its share", () -> trial.calls().done() >= 1);
    trial.await(
        "the first worker has returned it, and not kept it for its back-off",
        () -> first.traffic().settled(Settlement.Kind.RETURNED) >= trial.calls().done());
  }

  private static Predicate<CallLog.Call> by(Worker worker) {
    return call -> call.worker().equals(worker.name());
  }

  private static Worker start(Trial trial, Ordering ordering) {
    return trial
        .worker()
        .ordering(ordering)
        .with(queue -> queue.bufferMessages(16).fetchSize(8))
        .handle(
            message -> {
              LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
              return Outcome.ack();
            });
  }
}
