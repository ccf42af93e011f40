package io.millrace.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What any thread wants sent, on its way to the connection's thread. That is woken once for all
 * that gathers while it is busy.
 */
final class Outgoing {
  private final ReentrantLock lock = new ReentrantLock();

  /** Frames and {@linkplain Request requests}; guarded by the lock. */
  private List<Object> gathering = new ArrayList<>();

  /** Whether the connection's thread knows that there is something, or looks anyway. */
  private boolean isAwake;

  private boolean closed;

  /** What became of an attempt to add something. */
  enum Added {
    /** The connection's thread will see it. */
    SEEN,
    /** It is there, and the connection's thread has to be told. */
    WAKE,
    /** It is not: the connection is gone. */
    CLOSED
  }

  Added add(Object frameOrRequest) {
    lock.lock();
    try {
      if (closed) {
        return Added.CLOSED;
      }
      gathering.add(frameOrRequest);
      if (isAwake) {
        return Added.SEEN;
      }
      isAwake = true;
      return Added.WAKE;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Gives all there is in exchange for an empty list. If there is nothing, the next one that adds
   * something is told to wake. For the connection's thread.
   */
  List<Object> takeFor(List<Object> empty) {
    lock.lock();
    try {
      if (gathering.isEmpty()) {
        isAwake = false;
        return empty;
      }
      List<Object> taken = gathering;
      gathering = empty;
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Takes nothing more, and gives what there is. */
  List<Object> close() {
    lock.lock();
    try {
      closed = true;
      List<Object> left = gathering;
      gathering = new ArrayList<>(0);
      return left;
    } finally {
      lock.unlock();
    }
  }
}
