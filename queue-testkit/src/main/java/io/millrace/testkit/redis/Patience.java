package io.millrace.testkit.redis;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what several servers bring about together. */
final class Patience {
  private static final Duration POLL = Duration.ofMillis(10);

  private Patience() {}

  /**
   * Blocks until something is so. A question that a server cannot answer now is asked again.
   *
   * @throws IllegalStateException when the time is over, or the thread was interrupted
   */
  static void await(Duration atMost, String what, BooleanSupplier condition) {
    await(atMost, what, () -> "", condition);
  }

  /**
   * As {@link #await(Duration, String, BooleanSupplier)}.
   *
   * @param seen what there is to see when the time is over, for the message
   */
  static void await(
      Duration atMost, String what, Supplier<String> seen, BooleanSupplier condition) {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!holds(condition)) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("not within " + atMost + ": " + what + seen.get());
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new IllegalStateException("interrupted while waiting until " + what);
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  private static boolean holds(BooleanSupplier condition) {
    try {
      return condition.getAsBoolean();
    } catch (IllegalStateException e) {
      return false;
    }
  }
}
