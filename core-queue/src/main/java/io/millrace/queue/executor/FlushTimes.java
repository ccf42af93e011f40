package io.millrace.queue.executor;

import java.time.Duration;

/**
 * When the batch of a periodic executor is due, and when its idle thread may end. Guarded by the
 * executor's lock.
 */
final class FlushTimes {
  private static final int IDLE_INTERVALS = 10;

  private final long intervalNanos;
  private long idleSinceNanos;

  FlushTimes(Duration interval) {
    intervalNanos = interval.toNanos();
  }

  /** Notes that there was something to do until now. */
  void busyUntil(long nowNanos) {
    idleSinceNanos = nowNanos;
  }

  /** When a batch goes whose first task was added then. */
  long dueNanos(long openedAtNanos) {
    return openedAtNanos + intervalNanos;
  }

  /** Until when a thread without work waits for some. */
  long idleEndNanos() {
    return idleSinceNanos + IDLE_INTERVALS * intervalNanos;
  }
}
