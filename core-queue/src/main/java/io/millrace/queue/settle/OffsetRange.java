package io.millrace.queue.settle;

/**
 * Offsets from {@code start}, included, to {@code end}, excluded.
 *
 * @param start the first offset
 * @param end the first offset behind the range; greater than {@code start}
 */
public record OffsetRange(long start, long end) {
  public OffsetRange {
    if (start < 0 || end <= start) {
      throw new IllegalArgumentException("not a range of offsets: " + start + " to " + end);
    }
  }

  public long length() {
    return end - start;
  }
}
