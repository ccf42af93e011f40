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
  private final @Nullable Turn<T> turn;

  /** What is settled and no producer knows of yet, linked newest first. */
  private @Nullable Delivery<T> newest;

  /** An outbox that goes on with the deliveries of a key one by one. */
  Outbox(Core<T> core) {
    this(core, 1);
  }

  /**
   * @param mostOfKey how many deliveries of a key it takes out of their lane at once
   */
  Outbox(Core<T> core, int mostOfKey) {
    this.core = core;
    turn = core.lanes == null ? null : new Turn<>(core.lanes, mostOfKey);
  }

  /** How many deliveries of a key to take at once from now on, as far as the outbox can. */
  void takeOfKey(int count) {
    if (turn != null) {
      turn.takeAtOnce(count);
    }
  }

  /** Ends a delivery; the next of its key, if any, is the caller's to run. */
  @Nullable Delivery<T> settle(Delivery<T> delivery, Settlement.Kind end) {
    if (end == Settlement.Kind.RETURNED) {
      core.keepBehind(delivery);
    }
    Delivery<T> next = turn != null && delivery.isOrdered() ? turn.after(delivery) : null;
    settleRider(delivery, end);
    return next;
  }

  /** Ends a delivery that was run together with another of its key, which keeps the turn. */
  void settleRider(Delivery<T> delivery, Settlement.Kind end) {
    delivery.end = end;
    if (delivery.deadLetterFailures > 0) {
      core.deadLetterOutage.left();
    }
    delivery.nextSettled = newest;
    newest = delivery;
  }

  /**
   * Makes a delivery that is not settled ready to go to somebody else: it has its key's turn by
   * itself, and those behind it wait for it.
   */
  void letGo(Delivery<T> delivery) {
    if (turn != null && delivery.isOrdered()) {
      turn.leaveTo(delivery);
    }
  }

  /** Hands everything settled to its producers. */
  void flush() {
    deliver(take());
  }

  /** Takes away what is settled, for {@link #deliver}. */
  @Nullable Delivery<T> take() {
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
