package io.millrace.broker.store;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which queues a store has, and what must be kept for those that can take no part in a checkpoint:
 * they are not open yet, or not any more.
 *
 * <p><b>Threads:</b> any. The lock guards all; nothing is called under it.
 */
final class QueueRegistry {
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, RecoveredQueue> unopened = new HashMap<>();
  private final Map<Integer, List<Extent>> extents;
  private final Map<String, Needs> absent = new HashMap<>();
  private final Set<String> names = new TreeSet<>();

  /** Queues that are no more, but may be in the newest checkpoint. */
  private final Set<Integer> deleted;

  private int nextQueue;

  /** What must not be given up: the log from there on, and those segments. */
  record Needs(long logFrom, Set<Segment> segments) {
    static Needs of(long logFrom, List<Extent> extents) {
      return new Needs(
          logFrom, extents.stream().map(Extent::segment).collect(Collectors.toUnmodifiableSet()));
    }
  }

  QueueRegistry(RecoveredStore found) {
    this.extents = new HashMap<>(found.extents());
    this.deleted = new HashSet<>(found.deleted());
    this.nextQueue = found.nextQueue();
    for (RecoveredQueue queue : found.queues().values()) {
      unopened.put(queue.name(), queue);
      absent.put(
          queue.name(), Needs.of(queue.firstRecord(), extents.getOrDefault(queue.id(), List.of())));
      names.add(queue.name());
    }
  }

  /** The names of all queues that there are, open or not. */
  Set<String> names() {
    lock.lock();
    try {
      return new TreeSet<>(names);
    } finally {
      lock.unlock();
    }
  }

  /** What is stored of that queue; null if there is none of that name. */
  @Nullable RecoveredQueue take(String queue) {
    lock.lock();
    try {
      RecoveredQueue found = unopened.remove(queue);
      if (found == null && names.contains(queue)) {
        throw new IllegalStateException(queue + " is or was open");
      }
      return found;
    } finally {
      lock.unlock();
    }
  }

  /**
   * @param logFrom where its first record may stand
   */
  RecoveredQueue create(String queue, long logFrom) {
    lock.lock();
    try {
      names.add(queue);
      absent.put(queue, Needs.of(logFrom, List.of()));
      return new RecoveredQueue(nextQueue++, queue, new byte[0], 0, true);
    } finally {
      lock.unlock();
    }
  }

  List<Extent> takeExtents(int queue) {
    lock.lock();
    try {
      List<Extent> found = extents.remove(queue);
      return found == null ? List.of() : found;
    } finally {
      lock.unlock();
    }
  }

  /** The queue takes part in checkpoints from now on. */
  void recovered(String queue) {
    lock.lock();
    try {
      absent.remove(queue);
    } finally {
      lock.unlock();
    }
  }

  /** The queue takes no part any more, but may be opened when the store is opened again. */
  void closed(String queue, Needs needs) {
    lock.lock();
    try {
      absent.put(queue, needs);
    } finally {
      lock.unlock();
    }
  }

  void deleted(int queue, String name) {
    lock.lock();
    try {
      deleted.add(queue);
      absent.remove(name);
      names.remove(name);
    } finally {
      lock.unlock();
    }
  }

  /** The newest checkpoint does not list these any more. */
  void forgetDeleted(Set<Integer> unlisted) {
    lock.lock();
    try {
      deleted.removeAll(unlisted);
    } finally {
      lock.unlock();
    }
  }

  Set<Integer> deleted() {
    lock.lock();
    try {
      return new HashSet<>(deleted);
    } finally {
      lock.unlock();
    }
  }

  int nextQueue() {
    lock.lock();
    try {
      return nextQueue;
    } finally {
      lock.unlock();
    }
  }

  /** The position from which on the log is needed by a queue that can take no part. */
  long logNeededFrom() {
    lock.lock();
    try {
      long from = Long.MAX_VALUE;
      for (Needs needs : absent.values()) {
        from = Math.min(from, needs.logFrom());
      }
      return from;
    } finally {
      lock.unlock();
    }
  }

  /** Without those that are needed by a queue that can take no part. */
  Set<Segment> withoutNeeded(Set<Segment> some) {
    Set<Segment> left = new HashSet<>(some);
    lock.lock();
    try {
      for (Needs needs : absent.values()) {
        left.removeAll(needs.segments());
      }
    } finally {
      lock.unlock();
    }
    return left;
  }
}
