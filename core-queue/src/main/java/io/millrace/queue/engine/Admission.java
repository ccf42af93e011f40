package io.millrace.queue.engine;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * How much the queue may hold beyond what is in the channel: bytes of everything fetched and not
 * settled, and messages that wait for a retry or behind one of their key.
 *
 * <p><b>Threads:</b> any. A producer's thread that finds no room parks in {@link #awaitRelease};
 * every release wakes those.
 */
final class Admission {
  private final long maxBytes;
  private final AtomicLong heldBytes = new AtomicLong();

  /** What fetches under way may bring. */
  private final AtomicLong reservedBytes = new AtomicLong();

  /** How many producers share the room. */
  private volatile int shares = 1;

  /** Producers' threads that wait for a release. */
  private final Queue<Thread> blocked = new ConcurrentLinkedQueue<>();

  Admission(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** There are so many producers from now on. */
  void share(int producers) {
    shares = producers;
  }

  /** Whether there is room beyond what is held and what fetches under way may bring. */
  boolean hasRoom() {
    long reserved = reservedBytes.get(); // first, as in reserve
    return heldBytes.get() + reserved < maxBytes;
  }

  /**
   * Sets aside a share of the room that is left, for one fetch; at least a byte, as one message
   * always fits. What the fetch brought is held before its share is given back.
   */
  long reserve() {
    while (true) {
      long reserved =
          reservedBytes.get(); // first: what moves from here to held is seen in one or in both
      long grant = Math.max(1, (maxBytes - heldBytes.get() - reserved) / shares);
      if (reservedBytes.compareAndSet(reserved, reserved + grant)) {
        return grant;
      }
    }
  }

  void unreserve(long grant) {
    reservedBytes.addAndGet(-grant);
    wakeBlocked();
  }

  long heldBytes() {
    return heldBytes.get();
  }

  void hold(long bytes) {
    heldBytes.addAndGet(bytes);
  }

  void release(long bytes) {
    if (bytes > 0) {
      heldBytes.addAndGet(-bytes);
    }
    wakeBlocked();
  }

  /**
   * Wakes the producers that wait: there may be room for another reason than a release of bytes.
   */
  void wakeBlocked() {
    for (Thread thread = blocked.poll(); thread != null; thread = blocked.poll()) {
      LockSupport.unpark(thread);
    }
  }

  /**
   * Waits for a release, up to {@code nanos}, or for no reason.
   *
   * @param stillBlocked asked once more after this thread is known to wait
   */
  void awaitRelease(long nanos, BooleanSupplier stillBlocked) {
    Thread me = Thread.currentThread();
    blocked.add(me);
    if (stillBlocked.getAsBoolean()) {
      LockSupport.parkNanos(this, nanos);
    }
    blocked.remove(me);
  }
}
