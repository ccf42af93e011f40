package io.millrace.broker.queue;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The members among {@link #SPAN} consecutive offsets: as one run while they are one, as one bit
 * each otherwise. Offsets are relative to {@code base} here; ranges exclude their end.
 */
final class OffsetChunk {
  static final int BITS = 12;
  static final int SPAN = 1 << BITS;

  /** A multiple of {@link #SPAN}. */
  long base;

  /**
   * The run while {@code words} is null; bounds of the members otherwise, not always the narrowest.
   */
  private int from;

  private int to;
  private int count;
  private long @Nullable [] words;

  OffsetChunk(long base) {
    this.base = base;
  }

  int count() {
    return count;
  }

  /** Makes this an empty chunk for other offsets. */
  void reset(long newBase) {
    base = newBase;
    from = 0;
    to = 0;
    count = 0;
    words = null;
  }

  boolean contains(int at) {
    return at >= from && at < to && (words == null || (words[at >> 6] & (1L << at)) != 0);
  }

  /** Returns whether it was not there. */
  boolean add(int at) {
    if (words == null) {
      if (count == 0) {
        from = at;
        to = at + 1;
        count = 1;
        return true;
      }
      if (at == to) {
        to++;
        count++;
        return true;
      }
      if (at >= from && at < to) {
        return false;
      }
      if (at == from - 1) {
        from--;
        count++;
        return true;
      }
    } else if ((words[at >> 6] & (1L << at)) != 0) {
      return false;
    }
    long[] bits = bits();
    bits[at >> 6] |= 1L << at;
    from = Math.min(from, at);
    to = Math.max(to, at + 1);
    if (++count == to - from) {
      words = null;
    }
    return true;
  }

  /** Returns whether it was there. */
  boolean remove(int at) {
    if (!contains(at)) {
      return false;
    }
    count--;
    if (at == from) {
      from++;
    } else if (at == to - 1) {
      to--;
    } else {
      long[] bits = bits();
      bits[at >> 6] &= ~(1L << at);
      return true;
    }
    if (words != null) {
      words[at >> 6] &= ~(1L << at);
    }
    return true;
  }

  /** Returns how many were not there. */
  int addRange(int start, int end) {
    if (count == 0) {
      from = start;
      to = end;
      words = null;
      count = end - start;
      return count;
    }
    if (words == null && start <= to && end >= from) {
      from = Math.min(from, start);
      to = Math.max(to, end);
      int added = to - from - count;
      count += added;
      return added;
    }
    int added = 0;
    for (int at = start; at < end; at++) {
      added += add(at) ? 1 : 0;
    }
    return added;
  }

  /** The first member at or after {@code at}, or -1. */
  int next(int at) {
    int start = Math.max(at, from);
    if (count == 0 || start >= to) {
      return -1;
    }
    if (words == null) {
      return start;
    }
    int index = start >> 6;
    long word = words[index] & (-1L << start);
    while (word == 0) {
      if (++index > (to - 1) >> 6) {
        return -1;
      }
      word = words[index];
    }
    return (index << 6) + Long.numberOfTrailingZeros(word);
  }

  /** Where the run of members ends that {@code at}, a member, is in. */
  int runEnd(int at) {
    if (words == null) {
      return to;
    }
    int index = at >> 6;
    long gaps = ~words[index] & (-1L << at);
    while (gaps == 0) {
      if (++index == words.length) {
        return SPAN;
      }
      gaps = ~words[index];
    }
    return (index << 6) + Long.numberOfTrailingZeros(gaps);
  }

  OffsetChunk copy() {
    OffsetChunk copy = new OffsetChunk(base);
    copy.from = from;
    copy.to = to;
    copy.count = count;
    copy.words = words == null ? null : words.clone();
    return copy;
  }

  /** Notes the run by one bit each. */
  private long[] bits() {
    long[] bits = words;
    if (bits == null) {
      bits = new long[SPAN >> 6];
      int first = from >> 6;
      int last = (to - 1) >> 6;
      Arrays.fill(bits, first, last + 1, -1L);
      bits[first] &= -1L << from;
      bits[last] &= -1L >>> (63 - ((to - 1) & 63));
      words = bits;
    }
    return bits;
  }
}
