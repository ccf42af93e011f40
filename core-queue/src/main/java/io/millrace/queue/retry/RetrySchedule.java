package io.millrace.queue.retry;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * Entries that wait for their time; those due together come out in the order they came in.
 *
 * <p><b>Threads:</b> any; one lock, held for a heap operation. Adding and taking cost the logarithm
 * of the size.
 *
 * @param <E> the entries
 */
public final class RetrySchedule<E> {
  private record Waiting<E>(E entry, long dueNanos, long sequence) {}

  /** Times are of {@link System#nanoTime}, so only their difference counts. */
  private final PriorityQueue<Waiting<E>> heap =
      new PriorityQueue<>(
          Comparator.<Waiting<E>>comparingLong(w -> w.dueNanos - origin())
              .thenComparingLong(Waiting::sequence));

  /** Guards the heap and the sequence; nothing is called out under it. */
  private final ReentrantLock lock = new ReentrantLock();

  private final long originNanos;
  private long sequence;

  /** Written under the lock, read without it. */
  private volatile int size;

  /**
   * @param originNanos a present or past time on the clock that due times are given in
   */
  public RetrySchedule(long originNanos) {
    this.originNanos = originNanos;
  }

  private long origin() {
    return originNanos;
  }

  /** Whether the entry is now the first one due. */
  public boolean add(E entry, long dueNanos) {
    lock.lock();
    try {
      Waiting<E> waiting = new Waiting<>(entry, dueNanos, sequence++);
      heap.add(waiting);
      size = heap.size();
      Waiting<E> first = heap.peek();
      return first != null && first.sequence == waiting.sequence;
    } finally {
      lock.unlock();
    }
  }

  /** Removes and returns what is due at {@code nowNanos}, the longest due first. */
  public List<E> due(long nowNanos) {
    if (size == 0) {
      return List.of();
    }
    List<E> due = new ArrayList<>();
    lock.lock();
    try {
      for (Waiting<E> first = heap.peek();
          first != null && first.dueNanos - nowNanos <= 0;
          first = heap.peek()) {
        due.add(first.entry);
        heap.poll();
      }
      size = heap.size();
    } finally {
      lock.unlock();
    }
    return due;
  }

  /** Removes and returns those that match, in the order they would have been due. */
  public List<E> remove(Predicate<E> which) {
    if (size == 0) {
      return new ArrayList<>();
    }
    List<Waiting<E>> removed = new ArrayList<>();
    lock.lock();
    try {
      heap.removeIf(
          waiting -> {
            boolean matches = which.test(waiting.entry);
            if (matches) {
              removed.add(waiting);
            }
            return matches;
          });
      size = heap.size();
    } finally {
      lock.unlock();
    }
    removed.sort(
        Comparator.<Waiting<E>>comparingLong(w -> w.dueNanos - originNanos)
            .thenComparingLong(Waiting::sequence));
    List<E> entries = new ArrayList<>(removed.size());
    for (Waiting<E> waiting : removed) {
      entries.add(waiting.entry);
    }
    return entries;
  }

  /** How long until the first is due, 0 if one is, {@link Long#MAX_VALUE} if none waits. */
  public long nanosToNext(long nowNanos) {
    if (size == 0) {
      return Long.MAX_VALUE;
    }
    lock.lock();
    try {
      Waiting<E> first = heap.peek();
      return first == null ? Long.MAX_VALUE : Math.max(0, first.dueNanos - nowNanos);
    } finally {
      lock.unlock();
    }
  }

  public int size() {
    return size;
  }
}
