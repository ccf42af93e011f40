package io.millrace.queue.engine;

import io.millrace.queue.channel.TakeSize;
import java.util.concurrent.TimeUnit;

/**
 * How much a worker takes at once, by how long it was busy with what it took before. Belongs to the
 * worker's thread.
 *
 * <p>A stint lasts from one take to the next, and is cut into several while one key goes on.
 */
final class Stint {
  /**
   * How long one worker may be busy with what it took at once, or with one key while others wait.
   */
  private static final long BUDGET_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

  /** Who handles more than so many within the budget takes less than a microsecond for each. */
  private static final int FAST_SIZE = 100;

  private final TakeSize takeSize;
  private long startNanos;
  private int calls;

  Stint(int maxSize) {
    takeSize = new TakeSize(maxSize, BUDGET_NANOS);
  }

  /** How many to take now. */
  int size() {
    return takeSize.next();
  }

  /** Whether calls take next to nothing, as far as is known. */
  boolean isFast() {
    return takeSize.next() > FAST_SIZE;
  }

  void begin(long nowNanos) {
    startNanos = nowNanos;
    calls = 0;
  }

  void called() {
    calls++;
  }

  boolean hasCalled() {
    return calls > 0;
  }

  /** Whether what was taken at once has kept the worker for longer than it should. */
  boolean isLong(long nowNanos) {
    return nowNanos - startNanos > BUDGET_NANOS;
  }

  /** Whether what was taken at once is many times slower than expected. */
  boolean isOverdue(long nowNanos) {
    return nowNanos - startNanos > 10 * BUDGET_NANOS;
  }

  /** Learns from it. */
  void end(long nowNanos) {
    takeSize.took(calls, nowNanos - startNanos);
  }
}
