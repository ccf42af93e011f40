package io.millrace.queue.executor;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Time that passes, and waiting for it: all that the classes here know of the clock, so that a test
 * can let hours pass at once.
 *
 * <p><b>Threads:</b> any.
 */
public interface Time {
  /**
   * Nanoseconds since some moment, never running backwards; to be compared by their difference
   * only.
   */
  long nanoTime();

  /**
   * Waits until the condition is signalled, {@link #nanoTime} reaches the deadline, or for no
   * reason: call it in a loop.
   *
   * @param lock the lock the condition belongs to; held by the caller, released while waiting
   */
  void awaitUntil(Lock lock, Condition condition, long deadlineNanos) throws InterruptedException;

  /**
   * What {@link #nanoTime} will be after the timeout; a very long one, such as a century, is cut to
   * some decades.
   */
  default long deadlineAfter(Duration timeout) {
    boolean isLong = timeout.compareTo(Duration.ofNanos(Long.MAX_VALUE / 4)) > 0;
    return nanoTime() + (isLong ? Long.MAX_VALUE / 4 : timeout.toNanos());
  }

  /** Lets a time pass. */
  default void sleep(Duration duration) throws InterruptedException {
    long deadline = deadlineAfter(duration);
    ReentrantLock lock = new ReentrantLock();
    Condition never = lock.newCondition();
    lock.lock();
    try {
      while (nanoTime() - deadline < 0) {
        awaitUntil(lock, never, deadline);
      }
    } finally {
      lock.unlock();
    }
  }

  /** The time of this machine. */
  static Time system() {
    return SystemTime.INSTANCE;
  }

  /** See {@link Time#system}. */
  enum SystemTime implements Time {
    INSTANCE;

    @Override
    public long nanoTime() {
      return System.nanoTime();
    }

    @Override
    @SuppressWarnings(
        "WaitNotInLoop") // the caller loops: the method's contract allows an early return
    public void awaitUntil(Lock lock, Condition condition, long deadlineNanos)
        throws InterruptedException {
      long nanos = deadlineNanos - System.nanoTime();
      if (nanos > 0) {
        condition.await(nanos, TimeUnit.NANOSECONDS);
      }
    }
  }
}
