package io.millrace.broker.queue;

import java.util.Arrays;

/** Gathers offsets that share a fate, to make one command of them. */
final class OffsetBatch {
  /** So many make a command; what is more makes another one. */
  static final int FULL = 1_024;

  private static final long[] NONE = {};

  private long[] offsets = NONE;
  private int size;
  private long sizeBytes;

  boolean isEmpty() {
    return size == 0;
  }

  /** Whether an offset can be added: they have to ascend. */
  boolean takes(long offset) {
    return size < FULL && (size == 0 || offset > offsets[size - 1]);
  }

  void add(long offset, long bytes) {
    if (size == offsets.length) {
      offsets = Arrays.copyOf(offsets, Math.max(4, size * 2));
    }
    offsets[size++] = offset;
    sizeBytes += bytes;
  }

  /** The sum of the sizes of their messages. */
  long sizeBytes() {
    return sizeBytes;
  }

  Offsets toOffsets() {
    return Offsets.copyOf(offsets, size);
  }

  void clear() {
    size = 0;
    sizeBytes = 0;
  }
}
