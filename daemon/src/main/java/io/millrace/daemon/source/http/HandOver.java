package io.millrace.daemon.source.http;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Where requests wait for a producer. Bounded by how many requests are served at once. Threads:
 * any; the lock guards all.
 */
final class HandOver {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Ingest> waiting = new ArrayDeque<>();
  private long wakeups;

  void offer(Ingest ingest) {
    lock.lock();
    try {
      waiting.add(ingest);
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  void remove(Ingest ingest) {
    lock.lock();
    try {
      waiting.remove(ingest);
    } finally {
      lock.unlock();
    }
  }

  /**
   * The next one that has not given up, waiting for it; null when none came in time, or at a
   * wake-up.
   */
  @Nullable Ingest poll(Duration maxWait) throws InterruptedException {
    lock.lock();
    try {
      long before = wakeups;
      long left = maxWait.toNanos();
      while (true) {
        for (Ingest next = waiting.poll(); next != null; next = waiting.poll()) {
          if (next.take()) {
            return next;
          }
        }
        if (left <= 0 || wakeups != before) {
          return null;
        }
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  void wakeup() {
    lock.lock();
    try {
      wakeups++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  int size() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }
}
