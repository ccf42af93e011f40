package io.millrace.testkit.redis;

import java.time.Duration;

/**
 * An order to servers that give it up when a machine under load makes them too slow, and that is
 * given again then.
 */
final class RepeatedOrder {
  private final Duration period;
  private final Runnable order;
  private long nextNanos = System.nanoTime();

  /**
   * @param period longer than servers take to carry it out or to give it up
   */
  RepeatedOrder(Duration period, Runnable order) {
    this.period = period;
    this.order = order;
  }

  /**
   * Gives the order, unless that was a moment ago; one that was refused counts as not given.
   *
   * @return false, as nothing has come of it yet
   * @throws IllegalStateException if it is refused
   */
  boolean give() {
    long now = System.nanoTime();
    if (now - nextNanos >= 0) {
      order.run();
      nextNanos = now + period.toNanos();
    }
    return false;
  }
}
