package io.millrace.queue.engine;

import io.millrace.queue.Settlement;
import org.jspecify.annotations.Nullable;

/**
 * Ends deliveries: gives the turn to the next of the key, and carries what is settled to its
 * producer, many at once.
 *
 * <p>Belongs to one thread; a worker's also to the control loop's, while that holds the worker's
 * call.
 */
final class Outbox<T> {
  private final Core<T> core;

  /** How many deliveries that waited behind others have been given out and the lanes not told. */
  private int began;

  /** What is settled and no producer knows of yet, linked newest first. */
  private @Nullable Delivery<T> newest;

  Outbox(Core<T> core) {
    this.core = core;
  }

  /** Ends a delivery; the next of its key, if any, is the caller's to run. */
  @Nullable Delivery<T> settle(Delivery<T> delivery, Settlement.Kind end) {
    if (end == Settlement.Kind.RETURNED) {
      core.keepBehind(delivery);
    }
    Delivery<T> next = null;
    if (core.lanes != null && delivery.isOrdered()) {
      next = core.lanes.leave(delivery);
      began += next == null ? 0 : 1;
    }
    delivery.end = end;
    if (delivery.deadLetterFailures > 0) {
      core.deadLetterOutage.left();
    }
    delivery.nextSettled = newest;
    newest = delivery;
    return next;
  }

  /** Hands everything settled to its producers. */
  void flush() {
    deliver(take());
  }

  /** Takes away what is settled, for {@link #deliver}. */
  @Nullable Delivery<T> take() {
    if (core.lanes != null && began > 0) {
      core.lanes.began(began);
      began = 0;
    }
    Delivery<T> chain = newest;
    newest = null;
    return chain;
  }

  /** Hands a chain of settled deliveries, linked newest first, to their producers. */
  static <T> void deliver(@Nullable Delivery<T> chain) {
    Delivery<T> first = chain;
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
