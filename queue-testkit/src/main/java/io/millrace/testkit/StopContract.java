package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.queue.DrainReport;
import io.millrace.queue.Ordering;
import io.millrace.queue.Outcome;
import io.millrace.queue.QueueState;
import io.millrace.testkit.check.ConservationCheck;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** A queue that stops in order loses nothing, doubles nothing, and says what it did. */
interface StopContract {

  @Test
  default void stopsAndRestartsWithoutLossOrDuplicate(Trial trial) throws Exception {
    int count = trial.publishLoad(20);
    Ordering ordering = trial.has(Feature.ORDER_PER_KEY) ? Ordering.KEY : Ordering.NONE;
    Set<Long> failed = ConcurrentHashMap.newKeySet();
    long finished = 0;
    for (int round = 1; round <= 5; round++) {
      Worker worker =
          trial
              .worker()
              .producers(2)
              .ordering(ordering)
              .handle(
                  message -> {
                    LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
                    long number = Payload.number(message);
                    return number % 7 == 0 && failed.add(number)
                        ? Outcome.retry("once")
                        : Outcome.ack();
                  });
      trial.awaitDone(round < 5 ? count / 5 * round : count);
      DrainReport report = worker.stop();
      assertThat(report.fetched())
          .as(report.toString())
          .isEqualTo(report.finished() + report.returned());
      assertThat(worker.queue().state()).isEqualTo(QueueState.STOPPED);
      finished += report.finished();
    }
    assertThat(finished).isEqualTo(count);
    ConservationCheck check =
        ordering == Ordering.KEY ? ConservationCheck.ordered() : ConservationCheck.unordered();
    assertThat(trial.judge(check).duplicates()).isZero();
  }

  @Test
  default void aHandlerInterruptedByStopIsNotCountedAsAnAttempt(Trial trial) throws Exception {
    trial.publish(1, 1);
    CountDownLatch begun = new CountDownLatch(1);
    Worker first =
        trial
            .worker()
            .retry(1, Duration.ofMillis(5))
            .handle(
                message -> {
                  begun.countDown();
                  new CountDownLatch(1).await();
                  return Outcome.ack();
                });
    begun.await();
    DrainReport report = first.stop(Duration.ofMillis(100));
    assertThat(report.returned()).as(report.toString()).isEqualTo(1);
    assertThat(report.deadLettered()).as(report.toString()).isZero();
    trial.worker().handle(message -> Outcome.ack());
    trial.awaitDone(1);
    if (trial.has(Feature.ATTEMPTS)) {
      // Other backends know nothing of attempts, or count deliveries, whatever ended them.
      assertThat(trial.calls().callsOf(0)).extracting(CallLog.Call::attempt).containsExactly(1, 1);
    }
  }

  @Test
  default void finishesTheHandlersThatRunWhenItStops(Trial trial) throws Exception {
    trial.publish(4, 4);
    CountDownLatch begun = new CountDownLatch(4);
    Worker worker =
        trial
            .worker()
            .handle(
                message -> {
                  begun.countDown();
                  LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
                  return Outcome.ack();
                });
    begun.await();
    DrainReport report = worker.stop();
    assertThat(report.acked()).as(report.toString()).isEqualTo(4);
    assertThat(trial.judge(ConservationCheck.unordered()).duplicates()).isZero();
  }

  @Test
  default void mayBeStoppedAgain(Trial trial) throws Exception {
    trial.publish(10, 10);
    Worker worker = trial.worker().handle(message -> Outcome.ack());
    trial.awaitDone(10);
    DrainReport report = worker.stop();
    assertThat(worker.stop()).isEqualTo(report);
    worker.queue().close();
    assertThat(worker.queue().drainReport()).contains(report);
  }
}
