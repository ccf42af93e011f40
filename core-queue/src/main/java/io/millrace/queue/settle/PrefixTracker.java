package io.millrace.queue.settle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Knows which offsets of one partition are finished when they are handed out in order and finished
 * in any order.
 *
 * <p>Everything below {@link #prefix} is finished; {@link #finishedRanges} lie beyond it. A source
 * that keeps both, and {@link #restore}s them after a restart, reads again only what was not
 * finished. Offsets rise but need not be dense: byte positions of lines do as well as record
 * numbers.
 *
 * <p><b>Threads:</b> one. <b>Cost:</b> constant, and without allocation, for offsets finished about
 * in order; logarithmic in the unfinished otherwise. <b>Memory:</b> proportional to the unfinished
 * offsets, however many are finished beyond them.
 */
public final class PrefixTracker {
  private static final int INITIAL_CAPACITY = 256;

  /*
   * A ring of entries in rising order. An entry is a first offset, shifted left by one, with the low bit set once it is
   * finished; it covers everything up to the next entry's first offset, the last one up to `end`. The entry at
   * `head` is never finished. Neighbouring finished entries are merged when the ring is full, so at most half of a
   * grown ring is finished ranges and a stuck offset does not make it grow with what passes by.
   */
  private long[] ring = new long[INITIAL_CAPACITY];
  private long head;
  private long tail;
  private long end;
  private int unfinished;

  /** The entry behind the one finished last: workers finish what they were given in runs. */
  private long hint;

  /** Finished ranges beyond what was handed out so far, from before a restart. */
  private final List<OffsetRange> restored;

  private int restoredIndex;

  private PrefixTracker(long prefix, List<OffsetRange> finished) {
    end = prefix;
    restored = List.copyOf(finished);
    long previous = prefix;
    for (OffsetRange range : restored) {
      if (range.start() < previous) {
        throw new IllegalArgumentException(
            "finished ranges must rise from the prefix " + prefix + ": " + finished);
      }
      previous = range.end();
    }
    absorbUpTo(end);
  }

  /** A tracker of a partition of which everything below {@code offset} is finished. */
  public static PrefixTracker startingAt(long offset) {
    return new PrefixTracker(offset, List.of());
  }

  /**
   * The tracker again that had this prefix and these ranges. The source goes back to {@code prefix}
   * and leaves out what {@link #firstUnfinished} skips.
   *
   * @throws IllegalArgumentException when the ranges do not rise from the prefix
   */
  public static PrefixTracker restore(long prefix, List<OffsetRange> finished) {
    return new PrefixTracker(prefix, finished);
  }

  /**
   * The first offset at or behind {@code offset} that may be handed out next: not below {@link
   * #end}, not finished before.
   */
  public long firstUnfinished(long offset) {
    long candidate = Math.max(offset, end);
    for (int i = restoredIndex; i < restored.size() && restored.get(i).start() <= candidate; i++) {
      candidate = Math.max(candidate, restored.get(i).end());
    }
    return candidate;
  }

  /**
   * Notes that {@code offset} has been handed out.
   *
   * @param next the lowest offset that can come next
   * @throws IllegalArgumentException unless offsets rise
   */
  public void handOut(long offset, long next) {
    if (next <= offset) {
      throw new IllegalArgumentException("offset " + next + " cannot come after " + offset);
    }
    absorbUpTo(offset);
    if (offset < end) {
      throw new IllegalArgumentException("offset " + offset + " handed out after " + end);
    }
    push(offset << 1);
    end = next;
    unfinished++;
    absorbUpTo(end);
  }

  /**
   * Notes that no offset below {@code offset} will be handed out any more: what was left out there
   * counts as finished.
   */
  public void pass(long offset) {
    absorbUpTo(offset);
    if (offset > end) {
      if (tail != head) {
        push(end << 1 | 1);
      }
      end = offset;
      absorbUpTo(end);
    }
  }

  /**
   * Notes that an offset is finished.
   *
   * @throws IllegalArgumentException when it was not handed out, or is finished already
   */
  public void finish(long offset) {
    finish(offset, offset + 1);
  }

  /**
   * Notes that all offsets from {@code first}, included, to {@code behind}, excluded, are finished.
   * Workers finish what they were given in runs; this costs little more than one offset.
   *
   * @throws IllegalArgumentException when one of them was not handed out, or is finished already
   */
  public void finish(long first, long behind) {
    long at = find(first);
    for (long offset = first; offset < behind; offset++) {
      if (at < 0 || at == tail || ring[slot(at)] != offset << 1) {
        throw new IllegalArgumentException(
            "offset " + offset + " is not in hand; prefix " + prefix() + ", end " + end);
      }
      ring[slot(at++)] |= 1;
      unfinished--;
    }
    hint = at;
    while (head < tail && (ring[slot(head)] & 1) == 1) {
      head++;
    }
  }

  /** The first offset that is not finished; everything below it is. */
  public long prefix() {
    return head == tail ? end : ring[slot(head)] >>> 1;
  }

  /** The lowest offset that can be handed out next. */
  public long end() {
    return end;
  }

  /** How many offsets are handed out and not finished. */
  public int unfinished() {
    return unfinished;
  }

  /** How many stretches of unfinished offsets lie below a finished one. */
  public int gaps() {
    return ranges().size();
  }

  /**
   * The finished offsets beyond the prefix, rising, neighbours merged.
   *
   * @param limit how many ranges to answer at most; the longest are kept, since what is left out is
   *     only done again
   */
  public List<OffsetRange> finishedRanges(int limit) {
    List<OffsetRange> all = ranges();
    if (all.size() <= limit) {
      return all;
    }
    List<OffsetRange> longest = new ArrayList<>(all);
    longest.sort(Comparator.comparingLong(OffsetRange::length).reversed());
    List<OffsetRange> kept = new ArrayList<>(longest.subList(0, limit));
    kept.sort(Comparator.comparingLong(OffsetRange::start));
    return kept;
  }

  /** How many entries fit without more memory. */
  int capacity() {
    return ring.length;
  }

  private List<OffsetRange> ranges() {
    List<OffsetRange> ranges = new ArrayList<>();
    long start = -1;
    for (long i = head; i < tail; i++) {
      long entry = ring[slot(i)];
      boolean finished = (entry & 1) == 1;
      if (finished && start < 0) {
        start = entry >>> 1;
      } else if (!finished && start >= 0) {
        ranges.add(new OffsetRange(start, entry >>> 1));
        start = -1;
      }
    }
    if (start >= 0) {
      ranges.add(new OffsetRange(start, end));
    }
    for (OffsetRange range : restored.subList(restoredIndex, restored.size())) {
      int last = ranges.size() - 1;
      if (last >= 0 && ranges.get(last).end() == range.start()) {
        ranges.set(last, new OffsetRange(ranges.get(last).start(), range.end()));
      } else {
        ranges.add(range);
      }
    }
    return ranges;
  }

  /** Moves restored ranges that begin at or below {@code offset} behind what was handed out. */
  private void absorbUpTo(long offset) {
    while (restoredIndex < restored.size() && restored.get(restoredIndex).start() <= offset) {
      OffsetRange range = restored.get(restoredIndex++);
      if (tail != head) {
        push(range.start() << 1 | 1);
      }
      end = Math.max(end, range.end());
    }
  }

  private long find(long offset) {
    long wanted = offset << 1;
    if (hint >= head && hint < tail && ring[slot(hint)] == wanted) {
      return hint;
    }
    if (head == tail) {
      return -1;
    }
    // Offsets rise by at least 1 from entry to entry, so the entry is not behind where it would be
    // if they all rose by just that; and there it is in most logs.
    long low = head;
    long high = Math.min(tail - 1, head + offset - (ring[slot(head)] >>> 1));
    if (high >= low && ring[slot(high)] == wanted) {
      return high;
    }
    while (low <= high) {
      long middle = (low + high) >>> 1;
      long entry = ring[slot(middle)];
      if (entry == wanted) {
        return middle;
      }
      if (entry < wanted) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  private void push(long entry) {
    if (tail - head == ring.length) {
      makeRoom();
    }
    ring[slot(tail++)] = entry;
  }

  private void makeRoom() {
    long[] merged = new long[ring.length];
    int size = 0;
    for (long i = head; i < tail; i++) {
      long entry = ring[slot(i)];
      if ((entry & 1) == 0 || size == 0 || (merged[size - 1] & 1) == 0) {
        merged[size++] = entry;
      }
    }
    // Only a ring that is half empty now keeps its size: makeRoom then costs a constant per push.
    ring = size > merged.length / 2 ? Arrays.copyOf(merged, merged.length * 2) : merged;
    head = 0;
    tail = size;
    hint = 0;
  }

  private int slot(long index) {
    return (int) (index & ring.length - 1);
  }
}
