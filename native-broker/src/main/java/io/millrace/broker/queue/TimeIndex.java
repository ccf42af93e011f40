package io.millrace.broker.queue;

import java.util.ArrayList;
import java.util.List;

/**
 * Offsets by the time at which something is to happen to them, in steps of {@link #STEP_MILLIS}.
 * Consecutive offsets of one step take no more memory than a single one, which takes 24 bytes.
 *
 * <p>Sorted blocks of sorted entries: adding and removing look up the block, then the entry.
 */
final class TimeIndex {
  /** Nothing happens early, and nothing later than by this. */
  static final long STEP_MILLIS = 16;

  /** Non-empty, in order. */
  private final List<TimeBlock> blocks = new ArrayList<>(1);

  boolean isEmpty() {
    return blocks.isEmpty();
  }

  /** When the first one is due; {@link Envelope#NEVER} if there is none. */
  long firstMillis() {
    return blocks.isEmpty() ? Envelope.NEVER : blocks.get(0).time(0);
  }

  /** Adds an offset, unless it is there at this time. */
  void add(long millis, long offset) {
    addRange(step(millis), offset, offset + 1);
  }

  /** Adds offsets at the time of a step, unless the first is there. */
  void addRange(long time, long from, long to) {
    if (blocks.isEmpty()) {
      blocks.add(new TimeBlock());
    }
    int blockIndex = blockFor(time, from);
    TimeBlock block = blocks.get(blockIndex);
    int before = block.floor(time, from);
    boolean follows = before >= 0 && block.time(before) == time;
    if (follows && block.to(before) > from) {
      return;
    }
    boolean joinsBefore = follows && block.to(before) == from;
    int after = before + 1;
    boolean joinsAfter =
        after < block.size() && block.time(after) == time && block.from(after) == to;
    if (joinsBefore && joinsAfter) {
      block.setTo(before, block.to(after));
      block.delete(after);
    } else if (joinsBefore) {
      block.setTo(before, to);
    } else if (joinsAfter) {
      block.setFrom(after, from);
    } else {
      block.insert(after, time, from, to);
      if (block.size() > TimeBlock.FULL) {
        blocks.add(blockIndex + 1, block.split());
      }
    }
  }

  /** Returns whether the offset was there at this time. */
  boolean remove(long millis, long offset) {
    if (blocks.isEmpty()) {
      return false;
    }
    long time = step(millis);
    int blockIndex = blockFor(time, offset);
    TimeBlock block = blocks.get(blockIndex);
    int index = block.floor(time, offset);
    if (index < 0 || block.time(index) != time || block.to(index) <= offset) {
      return false;
    }
    long from = block.from(index);
    long to = block.to(index);
    if (from < offset) {
      block.setTo(index, offset);
      if (offset + 1 < to) {
        addRange(time, offset + 1, to);
      }
    } else if (offset + 1 < to) {
      block.setFrom(index, offset + 1);
    } else {
      block.delete(index);
      if (block.size() == 0) {
        blocks.remove(blockIndex);
      }
    }
    return true;
  }

  /** Removes and returns the first run, at most {@code limit} long. There must be one. */
  Offsets pollFirst(int limit) {
    TimeBlock block = blocks.get(0);
    long from = block.from(0);
    long to = Math.min(block.to(0), from + limit);
    if (to < block.to(0)) {
      block.setFrom(0, to);
    } else {
      block.delete(0);
      if (block.size() == 0) {
        blocks.remove(0);
      }
    }
    return Offsets.range(from, to - 1);
  }

  /** Visits the entries from a time and offset on, until the visitor has enough. */
  void scan(long time, long offset, Visitor visitor) {
    if (blocks.isEmpty()) {
      return;
    }
    int blockIndex = blockFor(time, offset);
    int index = Math.max(0, blocks.get(blockIndex).floor(time, offset));
    for (; blockIndex < blocks.size(); blockIndex++, index = 0) {
      TimeBlock block = blocks.get(blockIndex);
      for (; index < block.size(); index++) {
        if (!visitor.visit(block.time(index), block.from(index), block.to(index))) {
          return;
        }
      }
    }
  }

  /** An index with those entries of this one that pass a test. */
  TimeIndex filter(Test test) {
    TimeIndex filtered = new TimeIndex();
    scan(
        0,
        0,
        (time, from, to) -> {
          for (long offset = from; offset < to; offset++) {
            if (test.passes(time, offset)) {
              filtered.add(time, offset);
            }
          }
          return true;
        });
    return filtered;
  }

  /** The end of the step that a time is in. */
  static long step(long millis) {
    long up = millis + (STEP_MILLIS - 1);
    return up < 0 ? Envelope.NEVER : up & -STEP_MILLIS;
  }

  /** The last block that does not begin after this time and offset; otherwise the first. */
  private int blockFor(long time, long offset) {
    int last = blocks.size() - 1;
    if (!beginsAfter(last, time, offset)) {
      return last;
    }
    int low = 0;
    int high = last - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (beginsAfter(middle, time, offset)) {
        high = middle - 1;
      } else {
        low = middle;
      }
    }
    return low;
  }

  private boolean beginsAfter(int blockIndex, long time, long offset) {
    TimeBlock block = blocks.get(blockIndex);
    return block.size() > 0
        && (block.time(0) > time || (block.time(0) == time && block.from(0) > offset));
  }

  /** Gets to see an entry, and says whether to go on. */
  interface Visitor {
    /**
     * @param to excluded
     */
    boolean visit(long time, long from, long to);
  }

  /** Says whether an offset is right at a time. */
  interface Test {
    boolean passes(long time, long offset);
  }
}
