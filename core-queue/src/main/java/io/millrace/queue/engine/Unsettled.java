package io.millrace.queue.engine;

import static java.util.Objects.requireNonNull;

import io.millrace.queue.Message;
import io.millrace.queue.Producer;
import io.millrace.queue.Settlement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one producer has fetched and not settled: counted, and, where the producer holds a lease on
 * it, listed so that the lease can be renewed.
 *
 * <p><b>Threads:</b> the producer's; {@link #count} from any.
 */
final class Unsettled<T> {
  private static final Logger log = LoggerFactory.getLogger(Unsettled.class);

  private final Core<T> core;

  private final OwnedCounter count = new OwnedCounter();

  private @Nullable Duration lease;
  private long nextRenewalNanos;

  /** The first of the list of unsettled deliveries, kept only under a lease. */
  private @Nullable Delivery<T> first;

  Unsettled(Core<T> core) {
    this.core = core;
  }

  void lease(@Nullable Duration value) {
    lease = value;
    if (value != null) {
      nextRenewalNanos = core.time.nanoTime() + value.toNanos() / 3;
    }
  }

  /** How long the thread may wait without endangering a lease. */
  long patienceNanos() {
    return lease == null ? Long.MAX_VALUE : Math.max(1, lease.toNanos() / 6);
  }

  long count() {
    return count.sum();
  }

  void add(Delivery<T> delivery) {
    count.add(1);
    if (lease != null) {
      delivery.nextUnsettled = first;
      if (first != null) {
        first.previousUnsettled = delivery;
      }
      first = delivery;
    }
  }

  /** Tells the producer what became of a chain of deliveries, linked newest first. */
  void settle(Producer<T> producer, Delivery<T> newest) {
    List<Settlement<T>> settlements = new ArrayList<>();
    int acked = 0;
    long now = core.time.nanoTime();
    boolean timed = core.meters.measuresTime();
    long wallMillis = timed ? core.time.currentTimeMillis() : 0;
    long bytes = 0;
    for (Delivery<T> delivery = newest; delivery != null; ) {
      Settlement.Kind end = requireNonNull(delivery.end);
      Message<T> message = delivery.message;
      settlements.add(settlement(delivery, end, now));
      if (end == Settlement.Kind.ACKED) {
        acked++;
      } else {
        core.counters.settled(end, 1);
      }
      bytes += message.sizeBytes();
      if (timed) {
        long stamp = message.timestampMillis();
        core.meters.settled(
            end, now - delivery.fetchedNanos, stamp == 0 ? -1 : Math.max(0, wallMillis - stamp));
      }
      unlink(delivery);
      if (core.lanes != null && delivery.isOrdered()) {
        core.lanes.forget(delivery);
      }
      Delivery<T> older = delivery.nextSettled;
      delivery.nextSettled = null;
      delivery = older;
    }
    Collections.reverse(settlements);
    tell(producer, settlements);
    core.counters.settled(Settlement.Kind.ACKED, acked);
    core.admission.release(bytes);
    count.add(-settlements.size());
  }

  private static <T> Settlement<T> settlement(
      Delivery<T> delivery, Settlement.Kind end, long nowNanos) {
    long leftNanos =
        end == Settlement.Kind.RETURNED && delivery.isRetry() ? delivery.dueNanos - nowNanos : 0;
    return leftNanos <= 0
        ? new Settlement<>(delivery.message, end)
        : new Settlement<>(delivery.message, end, Duration.ofNanos(leftNanos));
  }

  void renewIfDue(Producer<T> producer) {
    Duration time = lease;
    if (time == null || core.time.nanoTime() - nextRenewalNanos < 0) {
      return;
    }
    nextRenewalNanos = core.time.nanoTime() + time.toNanos() / 3;
    List<Message<T>> messages = new ArrayList<>();
    for (Delivery<T> delivery = first; delivery != null; delivery = delivery.nextUnsettled) {
      messages.add(delivery.message);
    }
    if (messages.isEmpty()) {
      return;
    }
    Exception failure = UserCode.failureOf(() -> producer.renew(messages));
    if (failure != null) {
      log.error(
          "{}: a lease renewal of {} failed",
          core.config.title(),
          Count.of(messages.size(), "message"),
          failure);
    }
  }

  private void tell(Producer<T> producer, List<Settlement<T>> settlements) {
    long before = core.time.nanoTime();
    Exception failure = UserCode.failureOf(() -> producer.settle(settlements));
    if (failure != null) {
      log.error(
          "{}: settling {} failed",
          core.config.title(),
          Count.of(settlements.size(), "message"),
          failure);
    }
    core.meters.settleTook(core.time.nanoTime() - before, failure != null);
  }

  private void unlink(Delivery<T> delivery) {
    if (lease == null) {
      return;
    }
    Delivery<T> previous = delivery.previousUnsettled;
    Delivery<T> next = delivery.nextUnsettled;
    if (previous == null) {
      first = next;
    } else {
      previous.nextUnsettled = next;
    }
    if (next != null) {
      next.previousUnsettled = previous;
    }
    delivery.previousUnsettled = null;
    delivery.nextUnsettled = null;
  }
}
