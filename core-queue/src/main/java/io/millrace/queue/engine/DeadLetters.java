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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives messages to the dead letter pusher, and keeps at it, with back-off, when it fails.
 *
 * <p>The source is told only when the pusher has the message safe. Blocks as the pusher does.
 */
final class DeadLetters<T> {
  private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);

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
      log.warn(
          "queue {}: {} rejected, as the queue has no dead letter pusher: {}",
          core.config.name(),
          delivery,
          why.reason());
      return outbox.settle(delivery, Settlement.Kind.REJECTED);
    }
    if (caller == null) {
      delivery.deadLetter = why;
      core.channel.force(delivery);
      return null;
    }
    @SuppressWarnings({"unchecked", "rawtypes"})
    Delivery<T>[] call = new Delivery[] {delivery};
    Caller.Result<Boolean> result =
        caller.guarded(
            call,
            () -> {
              pusher.get().push(List.of(letter(delivery.message, why)));
              return true;
            });
    return switch (result.end()) {
      case ANSWERED -> taken(delivery);
      case FAILED, TIMED_OUT -> keep(delivery, why, caller.failure());
      case CUT_OFF -> outbox.settle(delivery, Settlement.Kind.RETURNED);
      case ABANDONED -> null;
    };
  }

  private @Nullable Delivery<T> taken(Delivery<T> delivery) {
    Delivery<T> next = outbox.settle(delivery, Settlement.Kind.DEAD_LETTERED);
    core.deadLetterOutage.taken();
    return next;
  }

  private @Nullable Delivery<T> keep(Delivery<T> delivery, DeadLetterCase why, Throwable failure) {
    core.meters.deadLetterFailed();
    delivery.deadLetter = why;
    delivery.failed = true;
    int failures = ++delivery.deadLetterFailures;
    core.deadLetterOutage.failed(delivery, failure);
    if (core.phase() != Core.Phase.RUNNING) {
      return outbox.settle(delivery, Settlement.Kind.RETURNED);
    }
    Verdict.schedule(core, delivery, backoff.nanosAfter(failures));
    return null;
  }

  private Message<T> letter(Message<T> message, DeadLetterCase why) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(DeadLetterHeaders.REASON, why.reason());
    headers.put(DeadLetterHeaders.ATTEMPTS, Integer.toString(message.attempt()));
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
