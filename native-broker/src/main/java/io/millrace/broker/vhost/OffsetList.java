package io.millrace.broker.vhost;

import io.millrace.broker.queue.Offsets;
import java.util.Arrays;

/** Collects offsets in any order, each once. */
final class OffsetList {
  private long[] offsets = new long[8];
  private int count;

  void add(long offset) {
    if (count == offsets.length) {
      offsets = Arrays.copyOf(offsets, count * 2);
    }
    offsets[count++] = offset;
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** All of them, ascending; there is at least one, and afterwards there is none. */
  Offsets take() {
    Arrays.sort(offsets, 0, count);
    Offsets all = Offsets.copyOf(offsets, count);
    count = 0;
    return all;
  }
}
