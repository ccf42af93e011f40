package io.millrace.bench;

import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Lets threads block on a lock-free structure; costs a fence and a read when nobody waits. */
final class EventCount {
  private static final int SPINS = 64;
  private static final int YIELDS = 4;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final AtomicInteger waiting = new AtomicInteger();

  void await(BooleanSupplier attempt) throws InterruptedException {
    for (int i = 0; i < SPINS + YIELDS; i++) {
      if (attempt.getAsBoolean()) {
        return;
      }
      if (i < SPINS) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
    lock.lockInterruptibly();
    try {
      waiting.incrementAndGet();
      VarHandle.fullFence();
      while (!attempt.getAsBoolean()) {
        changed.await();
      }
    } finally {
      waiting.decrementAndGet();
      lock.unlock();
    }
  }

  /** After every change that may let an attempt succeed. */
  void signal() {
    VarHandle.fullFence();
    if (waiting.get() > 0) {
      lock.lock();
      try {
        changed.signal();
      } finally {
        lock.unlock();
      }
    }
  }
}
