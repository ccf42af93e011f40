package io.millrace.queue.executor;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets an action run at most once in an interval, and drops it otherwise: for a log line that would
 * flood, a check that need not be made each time.
 *
 * <p><b>Threads:</b> any; of several at the same moment one runs its action.
 */
public final class LessExecutor {
  private final Time time;
  private final long intervalNanos;

  /**
   * When the next action may run. Compared and set at once, so that only one thread wins the
   * interval.
   */
  private final AtomicLong nextNanos;

  public LessExecutor(Duration interval) {
    this(interval, Time.system());
  }

  public LessExecutor(Duration interval, Time time) {
    if (interval.isNegative() || interval.isZero()) {
      throw new IllegalArgumentException("interval must be positive, got " + interval);
    }
    this.time = time;
    intervalNanos = interval.toNanos();
    nextNanos = new AtomicLong(time.nanoTime());
  }

  /**
   * Runs the action on this thread if none has begun within the interval. One that throws has used
   * up its interval, too.
   *
   * @return whether it ran
   */
  public boolean tryRun(Runnable action) {
    long now = time.nanoTime();
    long next = nextNanos.get();
    if (now - next < 0 || !nextNanos.compareAndSet(next, now + intervalNanos)) {
      return false;
    }
    action.run();
    return true;
  }
}
