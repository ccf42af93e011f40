package io.millrace.queue.engine;

import io.millrace.queue.Settlement;
import org.jspecify.annotations.Nullable;

/**
 * Ends deliveries: gives the turn to the next of the key, and carries what is settled to its
 * producer, many at once.
 *
 * <p><b>Threads:</b> {@link #settle} from the owner's; {@link #flush} also from the control loop's,
 * so that what a worker finished is not held up by the handler call it hangs in.
 */
final class Outbox<T> {
  private final Core<T> core;
  private final SettledStack<T> settled = new SettledStack<>();

  Outbox(Core<T> core) {
    this.core = core;
  }

  /** Ends a delivery; the next of its key, if any, is the caller's to run. */
  @Nullable Delivery<T> settle(Delivery<T> delivery, Settlement.Kind end) {
    if (end == Settlement.Kind.RETURNED) {
      core.keepBehind(delivery);
    }
    Delivery<T> next =
        core.lanes != null && delivery.isOrdered() ? core.lanes.leave(delivery) : null;
    settleRider(delivery, end);
    return next;
  }

  /** Ends a delivery that was run together with another of its key, which keeps the turn. */
  void settleRider(Delivery<T> delivery, Settlement.Kind end) {
    delivery.end = end;
    if (delivery.deadLetterFailures > 0) {
      core.deadLetterOutage.left();
    }
    settled.push(delivery);
  }

  /** Hands everything settled to its producers. */
  void flush() {
    Delivery<T> first = settled.takeAll();
    while (first != null) {
      Delivery<T> last = first;
      while (last.nextSettled != null && last.nextSettled.producer == first.producer) {
        last = last.nextSettled;
      }
      Delivery<T> rest = last.nextSettled;
      first.producer.settled(first, last);
      first = rest;
    }
  }
}
