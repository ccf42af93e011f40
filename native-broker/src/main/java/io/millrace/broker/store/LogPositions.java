package io.millrace.broker.store;

/**
 * Where in the log the messages of one queue stand, by offset: 8 bytes for each message that
 * entered since the log's oldest file began. A ring, since the oldest leave first.
 *
 * <p>Positions ascend with the offsets. Those of the batch at hand are not known yet.
 */
final class LogPositions {
  private static final long[] NONE = {};
  private static final int FIRST_CAPACITY = 8;

  /** At {@code offset & (length - 1)}; from {@code placed} on relative to the batch at hand. */
  private long[] ring = NONE;

  private long first;
  private long placed;
  private long end;

  boolean isEmpty() {
    return first == end;
  }

  /** The lowest offset whose position is known here; when empty, the next one to come. */
  long first() {
    return first;
  }

  long end() {
    return end;
  }

  /** Adds the message after the last one; the first one may have any offset. */
  void add(long offset, long position) {
    if (first == end) {
      first = offset;
      placed = offset;
      end = offset;
    } else if (offset != end) {
      throw new IllegalStateException("offset " + offset + " came after " + (end - 1));
    }
    if (end - first == ring.length) {
      grow();
    }
    ring[(int) end++ & (ring.length - 1)] = position;
  }

  private void grow() {
    long[] larger = new long[Math.max(FIRST_CAPACITY, 2 * ring.length)];
    for (long offset = first; offset < end; offset++) {
      larger[(int) offset & (larger.length - 1)] = ring[(int) offset & (ring.length - 1)];
    }
    ring = larger;
  }

  /** All that was added is now in its place: {@code base} is added to what is still relative. */
  void place(long base) {
    for (; placed < end; placed++) {
      ring[(int) placed & (ring.length - 1)] += base;
    }
  }

  /** Whether its position is known by now. */
  boolean isPlaced(long offset) {
    return offset < placed;
  }

  long at(long offset) {
    if (offset < first || offset >= end) {
      throw new IllegalStateException(offset + " is not within " + first + " to " + end);
    }
    return ring[(int) offset & (ring.length - 1)];
  }

  /** The lowest placed offset at or above that position, or where the placed ones end. */
  long firstFrom(long position) {
    long low = first;
    long high = placed;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (at(middle) < position) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Forgets all below that offset whose place is known. */
  void forgetBelow(long offset) {
    first = Math.max(first, Math.min(offset, placed));
  }

  /** Gives memory back that is not needed for what is here. */
  void shrink() {
    int needed =
        first == end ? 0 : Math.max(FIRST_CAPACITY, Integer.highestOneBit((int) (end - first)) * 2);
    if (needed * 2 > ring.length) {
      return;
    }
    long[] smaller = needed == 0 ? NONE : new long[needed];
    for (long offset = first; offset < end; offset++) {
      smaller[(int) offset & (needed - 1)] = ring[(int) offset & (ring.length - 1)];
    }
    ring = smaller;
  }

  @Override
  public String toString() {
    return "LogPositions[" + first + ".." + end + ", placed to " + placed + "]";
  }
}
