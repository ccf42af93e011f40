package io.millrace.queue.executor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The batches of an executor: one open, into which tasks go, and the sealed ones that wait for the
 * handler.
 *
 * <p>Batches are counted as they are sealed and as they are finished; they finish in the order in
 * which they were sealed.
 *
 * <p><b>Threads:</b> none of its own; the owner's lock guards it.
 */
final class BatchBuffer<T> {
  private final long maxWeight;
  private final Deque<List<T>> sealed = new ArrayDeque<>();
  private List<T> open = new ArrayList<>();
  private long openWeight;
  private long openedAtNanos;
  private long sealedCount;

  /** Never above {@link #sealedCount}. */
  private long finishedCount;

  /**
   * @param maxWeight what the tasks of a batch weigh together at most, unless it holds a single
   *     heavier one
   */
  BatchBuffer(long maxWeight) {
    this.maxWeight = maxWeight;
  }

  /**
   * Adds a task to the open batch, which is sealed before if the task does not fit, and after if it
   * is full.
   */
  void add(T task, long weight, long nowNanos) {
    if (weight > maxWeight - openWeight) {
      seal();
    }
    if (open.isEmpty()) {
      openedAtNanos = nowNanos;
    }
    open.add(task);
    openWeight += weight;
    if (openWeight >= maxWeight) {
      seal();
    }
  }

  /** Seals the open batch, if anything is in it. */
  void seal() {
    if (!open.isEmpty()) {
      sealed.add(Collections.unmodifiableList(open));
      sealedCount++;
      open = new ArrayList<>();
      openWeight = 0;
    }
  }

  /** The sealed batch that has waited longest. */
  Optional<List<T>> take() {
    return Optional.ofNullable(sealed.poll());
  }

  /** A batch that was taken is done with. */
  void finish() {
    finishedCount++;
  }

  /** Takes and finishes everything. */
  List<List<T>> drain() {
    seal();
    List<List<T>> rest = new ArrayList<>(sealed);
    finishedCount += rest.size();
    sealed.clear();
    return rest;
  }

  boolean isOpenEmpty() {
    return open.isEmpty();
  }

  /** When the first task of the open batch was added; says nothing when it is empty. */
  long openedAtNanos() {
    return openedAtNanos;
  }

  int waiting() {
    return sealed.size();
  }

  long sealedCount() {
    return sealedCount;
  }

  long finishedCount() {
    return finishedCount;
  }
}
