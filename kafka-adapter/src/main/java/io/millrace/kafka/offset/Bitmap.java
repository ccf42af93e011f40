package io.millrace.kafka.offset;

import io.millrace.queue.settle.OffsetRange;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Finished offsets as bits: bit <i>i</i>, counted from the lowest of the first byte, says whether
 * the offset <i>i</i> behind the committed one is finished. Short where ranges are many and lie
 * close together.
 */
final class Bitmap {
  private Bitmap() {}

  /** How many bytes {@link #write} would need; may be more than there can be. */
  static long length(long committed, List<OffsetRange> finished) {
    return (finished.get(finished.size() - 1).end() - committed + 7) / 8;
  }

  static byte[] write(long committed, List<OffsetRange> finished) {
    BitSet bits = new BitSet(8 * Math.toIntExact(length(committed, finished)));
    for (OffsetRange range : finished) {
      bits.set(
          Math.toIntExact(range.start() - committed), Math.toIntExact(range.end() - committed));
    }
    return bits.toByteArray();
  }

  static List<OffsetRange> read(long committed, byte[] body) {
    List<OffsetRange> ranges = new ArrayList<>();
    BitSet bits = BitSet.valueOf(body);
    for (int start = bits.nextSetBit(0); start >= 0; ) {
      int end = bits.nextClearBit(start);
      ranges.add(new OffsetRange(committed + start, committed + end));
      start = bits.nextSetBit(end);
    }
    return ranges;
  }
}
