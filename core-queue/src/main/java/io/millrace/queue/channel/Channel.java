package io.millrace.queue.channel;

import io.millrace.queue.channel.Waiters.Waiter;
import io.millrace.queue.lock.ShortLock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * A bounded first-in, first-out hand-over of batches from any number of putting to any number of
 * taking threads.
 *
 * <p>Elements of one batch stay together and in order; batches are in the order in which they were
 * accepted. Elements must not be null. The channel keeps no reference to a batch array, nor to an
 * element that was taken.
 *
 * <p><b>Threads:</b> every method from any thread, platform or virtual. Only {@link #put} and
 * {@link #take} wait. Waiting threads park; an idle channel costs nothing. Which of several waiting
 * threads comes next is not promised: a thread that is running may overtake one that is being
 * woken.
 *
 * <p><b>Waiting may end early</b> with 0, for no reason or because somebody called {@link
 * LockSupport#unpark} for the thread. An unpark that comes before the wait begins ends that wait,
 * so a caller that checks a flag, then waits, and whose waker sets the flag, then unparks, misses
 * nothing. An interrupt ends a wait, too; what can be had without waiting is had regardless.
 */
public final class Channel<E> {
  /** What {@link #put} and {@link #take} answer when there is nothing more to wait for. */
  public static final int CLOSED = -1;

  /**
   * A put that waits is woken for this part of the capacity or for all it wants, whichever is less.
   */
  private static final int WORTH_WAKING = 8;

  private final int capacity;

  /**
   * Guards the ring, the waiters and the writing of size and closed. Held for a copy, never while
   * waking or waiting.
   */
  private final ShortLock lock = new ShortLock();

  private final Ring<E> ring = new Ring<>();
  private final Waiters takers = new Waiters();
  private final Waiters putters = new Waiters();

  /** The ring's size, for those who do not hold the lock. */
  private volatile int size;

  private volatile boolean closed;

  public Channel(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity must be at least 1, but is " + capacity);
    }
    this.capacity = capacity;
  }

  /**
   * Adds as many elements of {@code batch[from, to)} as fit, from the front, without waiting.
   *
   * @return how many; none when closed
   */
  public int offer(E[] batch, int from, int to) {
    Objects.checkFromToIndex(from, to, batch.length);
    if (from == to || closed || size >= capacity) {
      return 0;
    }
    lock.acquire();
    try {
      return closed ? 0 : accept(batch, from, to);
    } finally {
      release();
    }
  }

  /**
   * Adds as many elements of {@code batch[from, to)} as fit, from the front. If none does, waits
   * until it is worth going on: until all would fit, or an eighth of the capacity is free.
   *
   * @param timeoutNanos how long to wait at most; not at all if zero or less, forever if {@link
   *     Long#MAX_VALUE}
   * @return how many; 0 after the timeout or a wait that ended early; {@link #CLOSED} when closed
   */
  public int put(E[] batch, int from, int to, long timeoutNanos) throws InterruptedException {
    int accepted = offer(batch, from, to);
    if (accepted > 0 || from == to) {
      return accepted;
    }
    if (closed) {
      return CLOSED;
    }
    return timeoutNanos <= 0 ? 0 : putWaiting(batch, from, to, timeoutNanos);
  }

  private int putWaiting(E[] batch, int from, int to, long timeoutNanos)
      throws InterruptedException {
    int need = Math.min(to - from, Math.max(1, capacity / WORTH_WAKING));
    Waiter waiter = new Waiter(Thread.currentThread(), need);
    boolean spun = putters.spin(() -> capacity - size >= need || closed);
    lock.acquire();
    try {
      if (spun) {
        putters.stopSpinning();
      }
      int accepted = closed ? CLOSED : accept(batch, from, to);
      if (accepted != 0) {
        return accepted;
      }
      putters.addLast(waiter);
    } finally {
      release();
    }
    waiter.park(this, timeoutNanos);
    int accepted;
    lock.acquire();
    try {
      putters.leave(waiter);
      accepted = closed ? CLOSED : accept(batch, from, to);
    } finally {
      release();
    }
    throwIfInterrupted(accepted);
    return accepted;
  }

  /** Adds {@code element} at the end, whatever the capacity, also when closed. */
  public void force(E element) {
    Objects.requireNonNull(element);
    lock.acquire();
    try {
      ring.addLast(element);
    } finally {
      release();
    }
  }

  /** Adds {@code batch[from, to)} at the end, whatever the capacity, also when closed. */
  public void force(E[] batch, int from, int to) {
    Objects.checkFromToIndex(from, to, batch.length);
    lock.acquire();
    try {
      ring.addLast(batch, from, to - from);
    } finally {
      release();
    }
  }

  /**
   * Adds {@code batch[from, to)} before all other elements, keeping its order, whatever the
   * capacity, also when closed.
   */
  public void forceFirst(E[] batch, int from, int to) {
    Objects.checkFromToIndex(from, to, batch.length);
    lock.acquire();
    try {
      ring.addFirst(batch, from, to - from);
    } finally {
      release();
    }
  }

  /**
   * Moves up to {@code max} elements to the front of {@code into}, without waiting.
   *
   * @return how many
   */
  public int poll(E[] into, int max) {
    Objects.checkFromIndexSize(0, max, into.length);
    if (size == 0) {
      return 0;
    }
    lock.acquire();
    try {
      return ring.removeFirst(into, max);
    } finally {
      release();
    }
  }

  /**
   * Moves up to {@code max} elements to the front of {@code into}; if there are none, waits for
   * some. A thread that takes more than it handles in a short while keeps them from the others: see
   * {@link TakeSize}.
   *
   * @param timeoutNanos how long to wait at most; not at all if zero or less, forever if {@link
   *     Long#MAX_VALUE}
   * @return how many; 0 after the timeout or a wait that ended early; {@link #CLOSED} when closed
   *     and empty
   */
  public int take(E[] into, int max, long timeoutNanos) throws InterruptedException {
    int taken = poll(into, max);
    if (taken > 0 || max == 0) {
      return taken;
    }
    if (timeoutNanos <= 0 && !closed) {
      return 0;
    }
    return takeWaiting(into, max, timeoutNanos);
  }

  private int takeWaiting(E[] into, int max, long timeoutNanos) throws InterruptedException {
    Waiter waiter = new Waiter(Thread.currentThread(), 1);
    boolean spun = takers.spin(() -> size > 0 || closed);
    lock.acquire();
    try {
      if (spun) {
        takers.stopSpinning();
      }
      int taken = removeOrClosed(into, max);
      if (taken != 0) {
        return taken;
      }
      takers.addFirst(waiter);
    } finally {
      release();
    }
    waiter.park(this, timeoutNanos);
    int taken;
    lock.acquire();
    try {
      takers.leave(waiter);
      taken = removeOrClosed(into, max);
    } finally {
      release();
    }
    throwIfInterrupted(taken);
    return taken;
  }

  /**
   * Removes the elements that match, wherever they are.
   *
   * @param which asked for each element, with the channel locked: it must be quick and call nothing
   * @return what was removed, in order
   */
  public List<E> remove(Predicate<E> which) {
    List<E> removed = new ArrayList<>();
    if (size == 0) {
      return removed;
    }
    lock.acquire();
    try {
      @SuppressWarnings("unchecked")
      E[] all = (E[]) new Object[ring.size()];
      ring.removeFirst(all, all.length);
      int kept = 0;
      for (E element : all) {
        if (which.test(element)) {
          removed.add(element);
        } else {
          all[kept++] = element;
        }
      }
      ring.addFirst(all, 0, kept);
    } finally {
      release();
    }
    return removed;
  }

  /**
   * Refuses further elements but forced ones and ends every wait; what is there can still be taken.
   * Harmless when called again.
   */
  public void close() {
    lock.acquire();
    try {
      closed = true;
      takers.wakeAll();
      putters.wakeAll();
    } finally {
      release();
    }
  }

  public boolean isClosed() {
    return closed;
  }

  /** How many elements wait to be taken; more than the capacity if some were forced. */
  public int size() {
    return size;
  }

  public int capacity() {
    return capacity;
  }

  /** How many elements an {@link #offer} could add now. */
  public int room() {
    return closed ? 0 : Math.max(0, capacity - size);
  }

  private int accept(E[] batch, int from, int to) {
    int count = Math.min(to - from, capacity - ring.size());
    if (count <= 0) {
      return 0;
    }
    ring.addLast(batch, from, count);
    return count;
  }

  private int removeOrClosed(E[] into, int max) {
    int taken = ring.removeFirst(into, max);
    return taken == 0 && closed ? CLOSED : taken;
  }

  /** Publishes the size, releases the lock, and then wakes whom it concerns. */
  private void release() {
    int held = ring.size();
    size = held;
    boolean takerMayCome = takers.deservesGrace(held);
    boolean putterMayCome = putters.deservesGrace(capacity - held);
    Thread taker = takerMayCome ? null : takers.next(held);
    Thread putter = putterMayCome ? null : putters.next(capacity - held);
    lock.release();
    LockSupport.unpark(taker);
    LockSupport.unpark(putter);
    if (takerMayCome && !takers.comesByItself(() -> size == 0)) {
      wake(takers);
    }
    if (putterMayCome && !putters.comesByItself(() -> size >= capacity)) {
      wake(putters);
    }
  }

  private void wake(Waiters waiters) {
    lock.acquire();
    Thread thread = waiters.next(waiters == takers ? ring.size() : capacity - ring.size());
    lock.release();
    LockSupport.unpark(thread);
  }

  private static void throwIfInterrupted(int outcome) throws InterruptedException {
    if (outcome == 0 && Thread.interrupted()) {
      throw new InterruptedException();
    }
  }
}
