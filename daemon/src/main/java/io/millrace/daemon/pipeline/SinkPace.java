package io.millrace.daemon.pipeline;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How fast a sink that takes nothing is tried. The engine's back-off is each message's own: with
 * many messages behind a full disk there is always one whose turn it is. So after some failures in
 * a row all workers wait, and one of them tries, after a pause that doubles each time; the first
 * push that succeeds sets all free.
 *
 * <p>Some failures come free, since a backend that refuses one message in a hundred is not down.
 *
 * <p><b>Threads:</b> any; the lock guards all, and is not held while pushing.
 */
final class SinkPace {
  /** Failures in a row before anybody waits. */
  static final int FREE_FAILURES = 8;

  private static final long FIRST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final int DOUBLINGS = 6;
  private static final double JITTER = 0.2;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /**
   * Since the last push that succeeded; read without the lock by those who have nothing to wait
   * for.
   */
  private volatile long failures;

  private long nextNanos;

  /** Whether the pipeline is stopping: what the sink does not take goes back to its source then. */
  private volatile boolean isOver;

  /** Nobody waits from now on. */
  void end() {
    lock.lock();
    try {
      isOver = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the caller may push. */
  void await() throws InterruptedException {
    if (failures < FREE_FAILURES || isOver) {
      return;
    }
    lock.lockInterruptibly();
    try {
      long left = nextNanos - System.nanoTime();
      while (failures >= FREE_FAILURES && left > 0 && !isOver) {
        changed.awaitNanos(left);
        left = nextNanos - System.nanoTime();
      }
      if (failures >= FREE_FAILURES) {
        nextNanos =
            System.nanoTime() + pauseNanos(failures); // the others wait for what it finds out
      }
    } finally {
      lock.unlock();
    }
  }

  /** A push took nothing. */
  void failed() {
    lock.lock();
    try {
      long now = failures + 1;
      failures = now;
      nextNanos = System.nanoTime() + pauseNanos(now);
    } finally {
      lock.unlock();
    }
  }

  /** A push took something; answers how many before it took nothing. */
  long succeeded() {
    if (failures == 0) {
      return 0;
    }
    lock.lock();
    try {
      long before = failures;
      failures = 0;
      changed.signalAll();
      return before;
    } finally {
      lock.unlock();
    }
  }

  /** How long to wait after so many failures. */
  static long pauseNanos(long failures) {
    if (failures < FREE_FAILURES) {
      return 0;
    }
    long doublings = Math.min(DOUBLINGS, failures - FREE_FAILURES);
    long pause = Math.min(LONGEST_NANOS, FIRST_NANOS << doublings);
    return (long) (pause * (1 - JITTER * ThreadLocalRandom.current().nextDouble()));
  }
}
