package io.millrace.kafka.offset;

import io.millrace.queue.settle.OffsetRange;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Finished offsets as run lengths: from the committed offset on, how many are not finished, how
 * many are, and so on in turns, each an unsigned LEB128 number. Short where there are few ranges,
 * however long they are.
 */
final class Runs {
  private static final int MAX_SHIFT = 63;

  private Runs() {}

  static byte[] write(long committed, List<OffsetRange> finished) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(4 * finished.size());
    long at = committed;
    for (OffsetRange range : finished) {
      writeNumber(bytes, range.start() - at);
      writeNumber(bytes, range.length());
      at = range.end();
    }
    return bytes.toByteArray();
  }

  static List<OffsetRange> read(long committed, byte[] body) throws MalformedMetadataException {
    List<OffsetRange> ranges = new ArrayList<>();
    Numbers numbers = new Numbers(body);
    long at = committed;
    while (numbers.hasNext()) {
      long start = at + numbers.next();
      long end = start + numbers.next();
      boolean touches = start == at && !ranges.isEmpty();
      if (start < at || touches || end <= start) {
        throw new MalformedMetadataException("a run has no length, or overflows");
      }
      ranges.add(new OffsetRange(start, end));
      at = end;
    }
    return ranges;
  }

  private static void writeNumber(ByteArrayOutputStream bytes, long number) {
    long rest = number;
    while (rest >= 0x80) {
      bytes.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    bytes.write((int) rest);
  }

  private static final class Numbers {
    private final byte[] bytes;
    private int next;

    Numbers(byte[] bytes) {
      this.bytes = bytes;
    }

    boolean hasNext() {
      return next < bytes.length;
    }

    long next() throws MalformedMetadataException {
      long number = 0;
      for (int shift = 0; shift < MAX_SHIFT; shift += 7) {
        if (next == bytes.length) {
          break;
        }
        byte part = bytes[next++];
        number |= (part & 0x7fL) << shift;
        if (part >= 0) {
          return number;
        }
      }
      throw new MalformedMetadataException("a number does not end");
    }
  }
}
