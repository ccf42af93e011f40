package io.millrace.client;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What is under way, bounded. Once it is full, nobody who may wait gets in until half of it is
 * free: who waits is woken once for many messages, and is not overtaken by those who come later.
 *
 * <p><b>Threads:</b> any.
 */
final class Window {
  private final WindowSize size;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private int messages;
  private long bytes;

  /** Set when it is full, until half of it is free: whoever may wait waits as long. */
  private boolean isShut;

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
      while (isShut && mayWait && !closed) {
        room.await();
      }
      if (closed) {
        throw new IllegalStateException("the publisher is closed");
      }
      messages++;
      bytes += messageBytes;
      isShut |= messages >= size.messages() || bytes >= size.bytes();
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
      if (messages == 0 || (isShut && isHalfFree)) {
        isShut = false;
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
        left = room.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }
}
