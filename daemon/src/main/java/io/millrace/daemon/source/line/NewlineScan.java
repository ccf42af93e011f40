package io.millrace.daemon.source.line;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds single bytes, eight at a time. */
final class NewlineScan {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long LOW_BITS = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;

  private NewlineScan() {}

  /**
   * The index of the first {@code wanted} from {@code from}, included, to {@code to}, excluded; -1
   * if there is none.
   */
  static int indexOf(byte wanted, byte[] bytes, int from, int to) {
    long pattern = LOW_BITS * (wanted & 0xff);
    int i = from;
    for (; i <= to - Long.BYTES; i += Long.BYTES) {
      // A byte of `differing` is zero where it is the wanted one; the lowest bit that `found` keeps
      // marks the first
      // of these.
      long differing = (long) LONGS.get(bytes, i) ^ pattern;
      long found = differing - LOW_BITS & ~differing & HIGH_BITS;
      if (found != 0) {
        return i + (Long.numberOfTrailingZeros(found) >>> 3);
      }
    }
    for (; i < to; i++) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    return -1;
  }
}
