package io.millrace.broker.message;

import java.nio.ByteBuffer;

/**
 * Integers in 7 bits a byte, the lowest first; the top bit says that more follow. Signed ones are
 * folded first (0, -1, 1, -2, ...), so that small ones are short.
 */
final class Varint {
  private Varint() {}

  static int size(long value) {
    return (Long.SIZE - Long.numberOfLeadingZeros(value | 1) + 6) / 7;
  }

  static void write(long value, ByteBuffer to) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      to.put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    to.put((byte) rest);
  }

  /**
   * @throws MalformedMessageException if it does not end, or is longer than it need be
   */
  static long read(ByteBuffer from) {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      if (!from.hasRemaining()) {
        throw new MalformedMessageException("the bytes end within a number");
      }
      byte next = from.get();
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        if ((next == 0 && shift > 0) || (shift == 63 && next > 1)) {
          throw new MalformedMessageException("a number is not in its shortest form");
        }
        return value;
      }
    }
    throw new MalformedMessageException("a number has more than 64 bits");
  }

  /** Reads a number of bytes or of things that take at least a byte each, which must be there. */
  static int readLength(ByteBuffer from) {
    long length = read(from);
    if (length < 0 || length > from.remaining()) {
      throw new MalformedMessageException(
          "a length of "
              + Long.toUnsignedString(length)
              + " where "
              + from.remaining()
              + " are left");
    }
    return (int) length;
  }

  static long fold(long value) {
    return value << 1 ^ value >> 63;
  }

  static long unfold(long folded) {
    return folded >>> 1 ^ -(folded & 1);
  }
}
