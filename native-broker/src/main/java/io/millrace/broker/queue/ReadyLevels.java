package io.millrace.broker.queue;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Offsets by priority, in order within one. */
final class ReadyLevels {
  /** Of priority 0: the only ones in most queues. */
  private final OffsetRuns plain = new OffsetRuns();

  /** Of each priority above; null while there was never any. */
  private @Nullable OffsetRuns @Nullable [] higher;

  /** No level above it has offsets. */
  private int top;

  private long size;

  long size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Returns whether it was not there. */
  boolean add(int priority, long offset) {
    boolean added = level(priority).add(offset);
    if (added) {
      size++;
      top = Math.max(top, priority);
    }
    return added;
  }

  void addAll(int priority, OffsetRuns offsets) {
    OffsetRuns level = level(priority);
    size -= level.size();
    level.addAll(offsets);
    size += level.size();
    top = Math.max(top, priority);
  }

  boolean remove(int priority, long offset) {
    OffsetRuns level = existing(priority);
    boolean removed = level != null && level.remove(offset);
    size -= removed ? 1 : 0;
    return removed;
  }

  /** Removes an offset from whatever level it is in. */
  boolean remove(long offset) {
    return remove(priorityOf(offset), offset);
  }

  boolean contains(long offset) {
    return priorityOf(offset) >= 0;
  }

  /** Which level an offset is in, or -1. */
  int priorityOf(long offset) {
    for (int priority = 0; priority <= top; priority++) {
      OffsetRuns level = existing(priority);
      if (level != null && level.contains(offset)) {
        return priority;
      }
    }
    return -1;
  }

  /** The highest level that has offsets; -1 if none has. */
  int highest() {
    if (size == 0) {
      return -1;
    }
    while (top > 0 && isEmpty(top)) {
      top--;
    }
    return top;
  }

  /** The lowest level that has offsets; -1 if none has. */
  int lowest() {
    int priority = 0;
    while (priority <= top && isEmpty(priority)) {
      priority++;
    }
    return priority <= top ? priority : -1;
  }

  /** The first offset of a level that has some. */
  long first(int priority) {
    return level(priority).first();
  }

  /** The lowest offset of any level at or above another one; -1 if there is none. */
  long next(long from) {
    long next = -1;
    for (int priority = 0; priority <= top; priority++) {
      OffsetRuns level = existing(priority);
      long candidate = level == null ? -1 : level.next(from);
      if (candidate >= 0 && (next < 0 || candidate < next)) {
        next = candidate;
      }
    }
    return next;
  }

  /** Removes all offsets but those in a set. */
  void retain(OffsetRuns survivors) {
    ReadyLevels retained = new ReadyLevels();
    survivors.forEach(
        offset -> {
          int priority = priorityOf(offset);
          if (priority >= 0) {
            retained.add(priority, offset);
          }
        });
    clear();
    retained.forEachLevel(this::addAll);
  }

  void clear() {
    plain.clear();
    higher = null;
    top = 0;
    size = 0;
  }

  /** Visits the levels that have offsets, from the lowest up. */
  void forEachLevel(LevelVisitor visitor) {
    for (int priority = 0; priority <= top; priority++) {
      OffsetRuns level = existing(priority);
      if (level != null && !level.isEmpty()) {
        visitor.visit(priority, level);
      }
    }
  }

  private boolean isEmpty(int priority) {
    OffsetRuns level = existing(priority);
    return level == null || level.isEmpty();
  }

  private @Nullable OffsetRuns existing(int priority) {
    if (priority == 0) {
      return plain;
    }
    return higher != null && priority > 0 && priority <= higher.length
        ? higher[priority - 1]
        : null;
  }

  private OffsetRuns level(int priority) {
    OffsetRuns level = existing(priority);
    if (level == null) {
      @Nullable OffsetRuns[] levels = higher == null ? new OffsetRuns[0] : higher;
      if (levels.length < priority) {
        levels = Arrays.copyOf(levels, priority);
      }
      level = new OffsetRuns();
      levels[priority - 1] = level;
      higher = levels;
    }
    return level;
  }

  /** Gets to see the offsets of one priority. */
  interface LevelVisitor {
    void visit(int priority, OffsetRuns offsets);
  }
}
