package io.millrace.queue.executor;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

/**
 * Time that stands still until a test moves it. Threads that wait for a moment wake up when it is
 * reached.
 */
public final class ManualTime implements Time {
  private record Sleeper(Lock lock, Condition condition) {
    void wake() {
      lock.lock();
      try {
        condition.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  private final List<Sleeper> sleepers = new ArrayList<>();
  private long now;

  @Override
  public synchronized long nanoTime() {
    return now;
  }

  @Override
  @SuppressWarnings("WaitNotInLoop") // the caller loops
  public void awaitUntil(Lock lock, Condition condition, long deadlineNanos)
      throws InterruptedException {
    Sleeper sleeper = new Sleeper(lock, condition);
    synchronized (this) {
      if (now - deadlineNanos >= 0) {
        return;
      }
      sleepers.add(sleeper);
    }
    try {
      condition.await();
    } finally {
      forget(sleeper);
    }
  }

  /** Moves the clock and wakes everyone who waits, to look at it. */
  public void advance(Duration duration) {
    List<Sleeper> woken;
    synchronized (this) {
      now += duration.toNanos();
      woken = List.copyOf(sleepers);
      sleepers.clear();
    }
    woken.forEach(Sleeper::wake);
  }

  /** Waits, in real time, until this many threads wait for the clock. */
  public void awaitSleepers(int count) {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(1))
        .until(() -> sleepers() == count);
  }

  private synchronized int sleepers() {
    return sleepers.size();
  }

  private synchronized void forget(Sleeper sleeper) {
    sleepers.remove(sleeper);
  }
}
