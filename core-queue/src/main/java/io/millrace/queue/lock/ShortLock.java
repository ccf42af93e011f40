package io.millrace.queue.lock;

import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A lock that is held so shortly that trying again for a moment beats parking. It never uses up an
 * unpark that was meant for what its thread does next.
 */
public final class ShortLock {
  private static final int SPINS = 64;

  private final ReentrantLock lock = new ReentrantLock();

  public void acquire() {
    for (int i = 0; i < SPINS; i++) {
      if (lock.tryLock()) {
        return;
      }
      Thread.onSpinWait();
    }
    lock.lock();
    // If the thread parked for the lock, an unpark may have ended that and be lost for the wait to
    // come: give it back.
    LockSupport.unpark(Thread.currentThread());
  }

  public void release() {
    lock.unlock();
  }
}
