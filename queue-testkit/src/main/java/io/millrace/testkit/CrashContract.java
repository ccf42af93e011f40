package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.queue.Ordering;
import io.millrace.queue.Outcome;
import io.millrace.testkit.check.ConservationCheck;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** A worker that dies loses nothing, and repeats no more than it had in its hands. */
interface CrashContract {

  @Test
  default void deliversEachMessageAtLeastOnceWhenWorkersCrash(Trial trial) throws Exception {
    trial.requires(Feature.REDELIVERY);
    int count = trial.publishLoad(20);
    boolean isKeyed = trial.has(Feature.ORDER_PER_KEY);
    long mayRepeat = 0;
    for (int round = 1; round <= 3; round++) {
      Worker worker = start(trial, isKeyed);
      trial.awaitDone(count / 5 * round);
      mayRepeat += worker.crash() + trial.backend().unwrittenSettlements();
    }
    Worker last = start(trial, isKeyed);
    trial.awaitDone(count);
    last.stop();
    ConservationCheck check = isKeyed ? ConservationCheck.ordered() : ConservationCheck.unordered();
    assertThat(trial.judge(check).duplicates()).as("duplicates").isLessThanOrEqualTo(mayRepeat);
  }

  private static Worker start(Trial trial, boolean isKeyed) {
    return trial
        .worker()
        .producers(2)
        .ordering(isKeyed ? Ordering.KEY : Ordering.NONE)
        .handle(
            message -> {
              LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
              return Outcome.ack();
            });
  }

  @Test
  default void deliversAgainWhatACrashedWorkerWasTryingAgain(Trial trial) throws Exception {
    trial.requires(Feature.REDELIVERY);
    trial.publish(5, 5);
    Worker first =
        trial.worker().retry(10, Duration.ofMinutes(10)).handle(message -> Outcome.retry("later"));
    trial.await(
        "all have failed once", () -> trial.calls().begun() == 5 && trial.calls().running() == 0);
    first.crash();
    trial.worker().handle(message -> Outcome.ack());
    trial.awaitDone(5);
    trial.judge(ConservationCheck.unordered());
  }
}
