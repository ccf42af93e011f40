package io.millrace.queue.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The deliveries a worker took from the channel and works off one by one.
 *
 * <p>Taking many at once is cheap, but those behind a slow call would have to wait for it. So what
 * is not claimed yet can be taken away again.
 *
 * <p>Belongs to the worker's thread, and to the control loop's while that holds the worker's call.
 */
final class Run<T> {
  private final Delivery<T>[] deliveries;
  private int next;
  private int limit;

  Run(int capacity) {
    @SuppressWarnings({"unchecked", "rawtypes"})
    Delivery<T>[] array = new Delivery[capacity];
    deliveries = array;
  }

  int capacity() {
    return deliveries.length;
  }

  /**
   * Where a take puts its deliveries; {@link #open} makes them claimable. Only when nothing is left
   * to claim.
   */
  Delivery<T>[] array() {
    return deliveries;
  }

  void open(int count) {
    next = 0;
    limit = count;
  }

  @Nullable Delivery<T> claim() {
    if (next == limit) {
      return null;
    }
    Delivery<T> delivery = deliveries[next];
    deliveries[next++] = null; // many are taken at once, and the next take may be long
    return delivery;
  }

  int unclaimed() {
    return limit - next;
  }

  /** Takes away what is not claimed, in order. */
  Delivery<T>[] takeUnclaimed() {
    Delivery<T>[] rest = Arrays.copyOfRange(deliveries, next, limit);
    Arrays.fill(deliveries, next, limit, null);
    next = limit;
    return rest;
  }

  /** Lets go of what was handled, so that it can be collected while the worker waits. */
  void clear() {
    Arrays.fill(deliveries, null);
  }
}
