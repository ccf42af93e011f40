package io.millrace.queue.engine;

import io.millrace.queue.DeadLetterHeaders;
import io.millrace.queue.Message;
import io.millrace.queue.Pusher;
import io.millrace.queue.Settlement;
import io.millrace.queue.engine.Delivery.DeadLetterCase;
import io.millrace.queue.metrics.QueueMeters.RetryReason;
import io.millrace.queue.retry.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Gives messages to the dead letter pusher, and keeps at it, with back-off, when it fails.
 *
 * <p>The source is told only when the pusher has the message safe. Blocks as the pusher does, until
 * the time limit ends it.
 */
final class DeadLetters<T> {
  private final Core<T> core;
  private final Outbox<T> outbox;
  private final @Nullable Caller<T> caller;
  private final Backoff backoff;

  /**
   * @param caller pushes through it, so that a push can be cut off; without one it pushes nothing
   *     itself but leaves that to a worker
   */
  DeadLetters(Core<T> core, Outbox<T> outbox, @Nullable Caller<T> caller) {
    this.core = core;
    this.outbox = outbox;
    this.caller = caller;
    backoff = new Backoff(Duration.ofMillis(200), Duration.ofMinutes(1), 0.2, core.random);
  }

  /** Ends the attempts of a delivery; the next of its key, if any, is the caller's to run. */
  @Nullable Delivery<T> giveUp(Delivery<T> delivery, DeadLetterCase why, RetryReason reason) {
    core.meters.deadLettered(reason);
    return push(delivery, why);
  }

  @Nullable Delivery<T> push(Delivery<T> delivery, DeadLetterCase why) {
    Optional<Pusher<T>> pusher = core.config.deadLetters();
    if (pusher.isEmpty()) {
      core.deadLetterOutage.nowhere(delivery, why.reason());
      return outbox.settle(delivery, Settlement.Kind.REJECTED);
    }
    if (caller == null) {
      delivery.deadLetter = why;
      core.channel.force(delivery);
      return null;
    }
    delivery.deadLetter = why; // who takes the delivery from a push that hangs must know it
    Caller.Result<Boolean> result =
        caller.push(
            delivery,
            () -> {
              pusher.get().push(List.of(letter(delivery.message, why)));
              return true;
            });
    return switch (result.end()) {
      case ANSWERED -> taken(delivery);
      case FAILED -> keep(delivery, caller.failure());
      case TIMED_OUT -> timedOut(delivery);
      case CUT_OFF -> outbox.settle(delivery, Settlement.Kind.RETURNED);
      case ABANDONED -> null;
    };
  }

  private @Nullable Delivery<T> taken(Delivery<T> delivery) {
    Delivery<T> next = outbox.settle(delivery, Settlement.Kind.DEAD_LETTERED);
    core.deadLetterOutage.taken();
    return next;
  }

  /** A push of the delivery was ended because its time limit had passed. */
  @Nullable Delivery<T> timedOut(Delivery<T> delivery) {
    Duration limit = core.config.deadLetterTimeLimit();
    return keep(delivery, new TimeoutException("the push exceeded its time limit of " + limit));
  }

  private @Nullable Delivery<T> keep(Delivery<T> delivery, Throwable failure) {
    core.meters.deadLetterFailed();
    delivery.failed = true;
    int failures = ++delivery.deadLetterFailures;
    core.deadLetterOutage.failed(delivery, failure);
    if (core.phase() != Core.Phase.RUNNING) {
      return outbox.settle(delivery, Settlement.Kind.RETURNED);
    }
    Verdict.schedule(core, outbox, delivery, backoff.nanosAfter(failures));
    return null;
  }

  private Message<T> letter(Message<T> message, DeadLetterCase why) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(DeadLetterHeaders.REASON, why.reason());
    headers.put(DeadLetterHeaders.ATTEMPTS, Integer.toString(why.attempts()));
    headers.put(DeadLetterHeaders.QUEUE, core.config.name());
    headers.put(DeadLetterHeaders.ORIGIN, message.partition().source());
    headers.put(DeadLetterHeaders.POSITION, message.partition().index() + "@" + message.offset());
    headers.put(
        DeadLetterHeaders.TIME, Instant.ofEpochMilli(core.time.currentTimeMillis()).toString());
    if (why.cause() != null) {
      headers.put(DeadLetterHeaders.EXCEPTION, why.cause().toString());
    }
    return message.toBuilder().headers(message.headers().withAll(headers)).build();
  }
}
