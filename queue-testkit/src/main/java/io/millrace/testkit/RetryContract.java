package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.queue.Ordering;
import io.millrace.queue.Outcome;
import io.millrace.testkit.check.ConservationCheck;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A message that failed is tried again: not too soon, not too often, and in nobody's way. */
interface RetryContract {
  /** What clocks of different make and a timer's granularity may take off a wait. */
  Duration TOLERANCE = Duration.ofMillis(20);

  @Test
  default void triesAgainAfterTheBackOffAndNotBefore(Trial trial) throws Exception {
    trial.publish(1, 1);
    Duration backoff = Duration.ofMillis(300);
    trial
        .worker()
        .retry(10, backoff)
        .handle(message -> message.attempt() < 3 ? Outcome.retry() : Outcome.ack());
    trial.awaitDone(1);
    List<CallLog.Call> calls = trial.calls().callsOf(0);
    assertThat(calls).extracting(CallLog.Call::attempt).containsExactly(1, 2, 3);
    assertPauses(calls, backoff);
  }

  @Test
  default void letsTheHandlerChooseThePause(Trial trial) throws Exception {
    trial.publish(1, 1);
    Duration pause = Duration.ofMillis(250);
    trial
        .worker()
        .retry(10, Duration.ofMillis(1))
        .handle(message -> message.attempt() < 2 ? Outcome.retry(pause) : Outcome.ack());
    trial.awaitDone(1);
    assertPauses(trial.calls().callsOf(0), pause);
  }

  private static void assertPauses(List<CallLog.Call> calls, Duration atLeast) {
    for (int i = 1; i < calls.size(); i++) {
      assertThat(calls.get(i).beganNanos() - calls.get(i - 1).endedNanos())
          .as("pause before attempt " + (i + 1))
          .isGreaterThanOrEqualTo(atLeast.minus(TOLERANCE).toNanos());
    }
  }

  @Test
  default void otherKeysGoOnWhileOneWaitsForItsRetry(Trial trial) throws Exception {
    trial.requires(Feature.ORDER_PER_KEY);
    trial.publish(100, 10);
    Worker patient =
        trial
            .worker()
            .ordering(Ordering.KEY)
            .retry(10, Duration.ofMinutes(10))
            .handle(message -> Payload.number(message) == 0 ? Outcome.retry() : Outcome.ack());
    trial.awaitDone(90);
    assertThat(trial.calls().isDone(0)).as("the message that waits").isFalse();
    patient.stop();
    trial.worker().ordering(Ordering.KEY).handle(message -> Outcome.ack());
    trial.awaitDone(100);
    trial.judge(ConservationCheck.ordered());
  }

  @Test
  default void triesAgainWhatAHandlerThrewOn(Trial trial) throws Exception {
    trial.publish(20, 20);
    trial
        .worker()
        .handle(
            message -> {
              if (message.attempt() == 1) {
                throw new IOException("downstream is away");
              }
              return Outcome.ack();
            });
    trial.awaitDone(20);
    assertThat(trial.calls().calls()).hasSize(40);
    assertThat(trial.judge(ConservationCheck.unordered()).duplicates()).isZero();
  }

  @Test
  default void knowsTheAttemptsOfAMessageItHadGivenBack(Trial trial) throws Exception {
    trial.requires(Feature.ATTEMPTS);
    trial.publish(1, 1);
    // A source that can let a message wait out the rest of its pause does.
    Worker first =
        trial.worker().retry(10, Duration.ofSeconds(5)).handle(message -> Outcome.retry());
    trial.await(
        "the first attempt failed",
        () -> trial.calls().begun() == 1 && trial.calls().running() == 0);
    assertThat(first.stop().returned()).isEqualTo(1);
    trial.worker().handle(message -> Outcome.ack());
    trial.awaitDone(1);
    assertThat(trial.calls().callsOf(0)).extracting(CallLog.Call::attempt).containsExactly(1, 2);
  }
}
