package io.millrace.queue.engine;

import io.millrace.queue.channel.Channel;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The deliveries a worker took from the channel and works off one by one.
 *
 * <p>Taking many at once is cheap, but those behind a slow call would have to wait for it. So each
 * is claimed before it is handled, and what is not claimed can be given back to the channel, by the
 * worker or by the control loop.
 *
 * <p><b>Threads:</b> {@link #open} and {@link #claim} from the worker's, {@link #giveBack} from
 * any.
 */
final class Run<T> {
  private final Delivery<T>[] deliveries;

  /*
   * Both halves count all deliveries that ever went through, so that the cursor never comes back to a value it had:
   * were it to, a give back that was held up between its copy and its claim would take a later run for the one it
   * copied, handle the old deliveries twice and lose the new ones.
   */
  /**
   * The limit in the upper half, the next to claim in the lower, both counted from the first run.
   */
  private final AtomicLong cursor = new AtomicLong();

  /**
   * The number of the first delivery in the array; written before the cursor that it belongs to.
   */
  private int base;

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
    base = next(cursor.get());
    cursor.set(cursor(base + count, base));
  }

  @Nullable Delivery<T> claim() {
    while (true) {
      long before = cursor.get();
      int next = next(before);
      if (next == limit(before)) {
        return null;
      }
      if (cursor.compareAndSet(before, cursor(limit(before), next + 1))) {
        Delivery<T> delivery = deliveries[next - base];
        return delivery;
      }
    }
  }

  int unclaimed() {
    long now = cursor.get();
    return limit(now) - next(now);
  }

  /** Puts what is not claimed back to the head of the channel. */
  void giveBack(Channel<Delivery<T>> channel) {
    while (true) {
      long before = cursor.get();
      int count = limit(before) - next(before);
      if (count == 0) {
        return;
      }
      // A copy, made before the claim: after it the worker may fill the array anew.
      int from = next(before) - base;
      if (from < 0 || from + count > deliveries.length) {
        continue; // the worker has opened another run just now
      }
      Delivery<T>[] rest = Arrays.copyOfRange(deliveries, from, from + count);
      if (cursor.compareAndSet(before, cursor(limit(before), limit(before)))) {
        channel.forceFirst(rest, 0, rest.length);
        return;
      }
    }
  }

  private static long cursor(int limit, int next) {
    return (long) limit << 32 | Integer.toUnsignedLong(next);
  }

  private static int limit(long cursor) {
    return (int) (cursor >>> 32);
  }

  private static int next(long cursor) {
    return (int) cursor;
  }

  /** Lets go of what was handled, so that it can be collected while the worker waits. */
  void clear() {
    Arrays.fill(deliveries, null);
  }
}
