package io.millrace.client;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What is under way, bounded. Who waits for room is woken once half of it is free, and not for each
 * message.
 *
 * <p><b>Threads:</b> any.
 */
final class Window {
  private final WindowSize size;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private int messages;
  private long bytes;
  private int waiting;
  private boolean closed;

  Window(WindowSize size) {
    this.size = size;
  }

  /**
   * Takes room for a message, waiting for it.
   *
   * @param mayWait false to take it even where there is none
   * @throws IllegalStateException if it is closed
   */
  void enter(int messageBytes, boolean mayWait) throws InterruptedException {
    lock.lock();
    try {
      while (isFull() && mayWait && !closed) {
        waiting++;
        try {
          room.await();
        } finally {
          waiting--;
        }
      }
      if (closed) {
        throw new IllegalStateException("the publisher is closed");
      }
      messages++;
      bytes += messageBytes;
    } finally {
      lock.unlock();
    }
  }

  void leave(int leavingMessages, long leavingBytes) {
    lock.lock();
    try {
      messages -= leavingMessages;
      bytes -= leavingBytes;
      boolean isHalfFree = messages <= size.messages() / 2 && bytes <= size.bytes() / 2;
      if (waiting > 0 && (isHalfFree || messages == 0)) {
        room.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  int messages() {
    lock.lock();
    try {
      return messages;
    } finally {
      lock.unlock();
    }
  }

  /** Nobody gets in any more, and nobody waits. */
  void close() {
    lock.lock();
    try {
      closed = true;
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until nothing is under way; false if that takes longer. */
  boolean awaitEmpty(long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (messages > 0) {
        if (left <= 0) {
          return false;
        }
        waiting++;
        try {
          left = room.awaitNanos(Math.min(left, TimeUnit.SECONDS.toNanos(1)));
        } finally {
          waiting--;
        }
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private boolean isFull() {
    return messages >= size.messages() || bytes >= size.bytes();
  }
}
