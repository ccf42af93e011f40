package io.millrace.testkit.sim;

import io.millrace.queue.Outcome;
import io.millrace.queue.RetryPolicy;
import io.millrace.queue.Settlement;
import java.time.Duration;
import java.util.Optional;

/**
 * Says what an outcome must mean for a message: how it ends, or when and how often it is tried
 * again.
 */
final class Expectation<T> {
  private final Settings settings;
  private final VirtualTime time;
  private final OrderCheck order;

  Expectation(Settings settings, VirtualTime time, OrderCheck order) {
    this.settings = settings;
    this.time = time;
    this.order = order;
  }

  void answered(Life<T> life, Stay<T> stay, Outcome outcome) {
    outcome.match(
        new Outcome.Cases<Stay<T>>() {
          @Override
          public Stay<T> ack(Outcome.Ack ack) {
            return finished(stay, Settlement.Kind.ACKED);
          }

          @Override
          public Stay<T> reject(Outcome.Reject reject) {
            return finished(stay, Settlement.Kind.REJECTED);
          }

          @Override
          public Stay<T> deadLetter(Outcome.DeadLetter deadLetter) {
            return settings.hasDeadLetters()
                ? givenUp(stay)
                : finished(stay, Settlement.Kind.REJECTED);
          }

          @Override
          public Stay<T> retry(Outcome.Retry retry) {
            return again(life, stay, retry.delay());
          }
        });
  }

  /** A call failed; one that a stop cut off counts as no attempt. */
  void failed(Life<T> life, Stay<T> stay) {
    if (life.phase() != Life.Phase.CUT_OFF) {
      again(life, stay, Optional.empty());
    }
  }

  Stay<T> finished(Stay<T> stay, Settlement.Kind kind) {
    stay.end = kind;
    order.done(stay);
    return stay;
  }

  private Stay<T> givenUp(Stay<T> stay) {
    stay.isGivenUp = true;
    return stay;
  }

  private Stay<T> again(Life<T> life, Stay<T> stay, Optional<Duration> delay) {
    if (settings.hasDeadLetters() && stay.attempt >= settings.retry().attempts()) {
      return givenUp(stay);
    }
    if (life.phase() != Life.Phase.RUNNING) {
      stay.end = Settlement.Kind.RETURNED;
    }
    stay.notBeforeNanos =
        time.nanoTime() + delay.map(Duration::toNanos).orElseGet(() -> leastBackoff(stay.attempt));
    stay.attempt++;
    return stay;
  }

  /** The policy's back-off after this attempt, moved by all the jitter there is. */
  private long leastBackoff(int attempt) {
    RetryPolicy policy = settings.retry();
    double pause = policy.initialBackoff().toNanos() * Math.pow(2, attempt - 1);
    double longest = policy.maxBackoff().toNanos();
    return (long) (Math.min(pause, longest) * (1 - policy.jitter())) - 1;
  }
}
