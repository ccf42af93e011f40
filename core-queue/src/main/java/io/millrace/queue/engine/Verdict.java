package io.millrace.queue.engine;

import io.millrace.queue.Outcome;
import io.millrace.queue.RetryPolicy;
import io.millrace.queue.Settlement;
import io.millrace.queue.engine.Delivery.DeadLetterCase;
import io.millrace.queue.metrics.QueueMeters.RetryReason;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what a handler's outcome means for a delivery: settled, tried again later, or given to
 * the dead letters.
 *
 * <p><b>Threads:</b> those of its outbox's owner.
 */
final class Verdict<T> {
  private static final Logger log = LoggerFactory.getLogger(Verdict.class);

  private final Core<T> core;
  private final String title;
  private final Outbox<T> outbox;
  private final DeadLetters<T> deadLetters;

  /**
   * @param caller what dead letters are pushed through; without one that is left to a worker
   */
  Verdict(Core<T> core, Outbox<T> outbox, @Nullable Caller<T> caller) {
    this.core = core;
    title = core.config.title();
    this.outbox = outbox;
    this.deadLetters = new DeadLetters<>(core, outbox, caller);
  }

  /**
   * Applies what the handler answered; the next of the delivery's key, if any, is the caller's to
   * run.
   */
  @Nullable Delivery<T> apply(Delivery<T> delivery, Outcome outcome) {
    if (outcome == Outcome.ack()) {
      return outbox.settle(delivery, Settlement.Kind.ACKED);
    }
    return outcome
        .match(
            new Outcome.Cases<Optional<Delivery<T>>>() {
              @Override
              public Optional<Delivery<T>> ack(Outcome.Ack ack) {
                return Optional.ofNullable(outbox.settle(delivery, Settlement.Kind.ACKED));
              }

              @Override
              public Optional<Delivery<T>> reject(Outcome.Reject reject) {
                log.warn("{}: {} rejected: {}", title, delivery, reject.reason());
                return Optional.ofNullable(outbox.settle(delivery, Settlement.Kind.REJECTED));
              }

              @Override
              public Optional<Delivery<T>> deadLetter(Outcome.DeadLetter deadLetter) {
                DeadLetterCase why =
                    new DeadLetterCase(deadLetter.reason(), null, delivery.message.attempt());
                return Optional.ofNullable(
                    deadLetters.giveUp(delivery, why, RetryReason.DEAD_LETTER));
              }

              @Override
              public Optional<Delivery<T>> retry(Outcome.Retry retry) {
                Duration delay = retry.delay().orElse(null);
                return Optional.ofNullable(
                    again(delivery, delay, retry.reason(), null, RetryReason.ASKED));
              }
            })
        .orElse(null);
  }

  /** A handler call failed. */
  @Nullable Delivery<T> failed(Delivery<T> delivery, Throwable cause) {
    return again(delivery, null, "the handler failed", cause, RetryReason.EXCEPTION);
  }

  /** A handler call was ended because its time limit had passed. */
  @Nullable Delivery<T> timedOut(Delivery<T> delivery) {
    String limit = core.config.handlerTimeLimit().map(Duration::toString).orElse("none");
    return again(
        delivery,
        null,
        "the handler exceeded its time limit of " + limit,
        null,
        RetryReason.TIMEOUT);
  }

  /**
   * Continues with a delivery whose attempts were used up before, but whom the dead letter pusher
   * did not take.
   */
  @Nullable Delivery<T> retryDeadLetter(Delivery<T> delivery, DeadLetterCase why) {
    return deadLetters.push(delivery, why);
  }

  /** A push to the dead letters was ended because its time limit had passed. */
  @Nullable Delivery<T> pushTimedOut(Delivery<T> delivery) {
    return deadLetters.timedOut(delivery);
  }

  private @Nullable Delivery<T> again(
      Delivery<T> delivery,
      @Nullable Duration delay,
      String reason,
      @Nullable Throwable cause,
      RetryReason kind) {
    RetryPolicy policy = core.config.retry();
    int attempt = delivery.message.attempt();
    if (core.config.deadLetters().isPresent() && attempt >= policy.attempts()) {
      log.warn(
          "{}: {} given up after {}: {}",
          title,
          delivery,
          Count.of(attempt, "attempt"),
          reason,
          cause);
      return deadLetters.giveUp(delivery, new DeadLetterCase(reason, cause, attempt), kind);
    }
    log.debug("{}: {} failed: {}", title, delivery, reason, cause);
    delivery.failed = true;
    long pauseNanos = delay != null ? Nanos.of(delay) : core.retryBackoff.nanosAfter(attempt);
    delivery.dueNanos = core.time.nanoTime() + pauseNanos;
    if (core.phase() != Core.Phase.RUNNING || delivery.message.partition().isRevoked()) {
      // Nobody waits for a back-off while the queue stops or for a message that is another's: the
      // source has it again, this attempt counted, and is told how long it was to wait.
      delivery.message = delivery.message.toBuilder().attempt(attempt + 1).build();
      return outbox.settle(delivery, Settlement.Kind.RETURNED);
    }
    core.counters.retries.increment();
    core.meters.retried(kind);
    tellOfFailures(delivery, reason, cause);
    delivery.message = delivery.message.toBuilder().attempt(attempt + 1).build();
    schedule(core, outbox, delivery, pauseNanos);
    return null;
  }

  /** At the first failure and at growing counts: enough to see why, not enough to fill a disk. */
  private void tellOfFailures(Delivery<T> delivery, String reason, @Nullable Throwable cause) {
    long count = core.counters.retries.sum();
    if (Long.bitCount(count) == 1) {
      log.warn(
          "{}: {} failed so far, the last for {}: {}",
          title,
          Count.of(count, "attempt"),
          delivery,
          reason,
          cause);
    }
  }

  /** Lets a delivery wait; it keeps its key's turn meanwhile. */
  static <T> void schedule(Core<T> core, Outbox<T> outbox, Delivery<T> delivery, long pauseNanos) {
    delivery.dueNanos = core.time.nanoTime() + pauseNanos;
    if (core.retries.add(delivery, delivery.dueNanos)) {
      core.wakeControl();
    }
    if (delivery.message.partition().isRevoked()) {
      // Looked at only now that it waits: who revokes it from here on finds it.
      core.expediteRevoked();
    }
  }
}
