package io.millrace.broker.message;

import java.nio.ByteBuffer;

/**
 * Integers in 7 bits a byte, the lowest first; the top bit says that more follow. Signed ones are
 * folded first (0, -1, 1, -2, ...), so that small ones are short. Messages, commands and snapshots
 * of queues are all written with these.
 */
public final class Varint {
  /** A number takes no more. */
  public static final int MAX_BYTES = 10;

  private Varint() {}

  static int size(long value) {
    return (Long.SIZE - Long.numberOfLeadingZeros(value | 1) + 6) / 7;
  }

  /** Writes an unsigned number, which takes at most {@link #MAX_BYTES}. */
  public static void write(long value, ByteBuffer to) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      to.put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    to.put((byte) rest);
  }

  /**
   * Reads an unsigned number.
   *
   * @throws MalformedMessageException if it does not end, or is longer than it need be
   */
  public static long read(ByteBuffer from) {
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

  /**
   * Reads a number of bytes or of things that take at least a byte each.
   *
   * @throws MalformedMessageException also if they cannot all be there
   */
  public static int readLength(ByteBuffer from) {
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

  /** A signed number as an unsigned one. */
  public static long fold(long value) {
    return value << 1 ^ value >> 63;
  }

  /** Takes back {@link #fold}. */
  public static long unfold(long folded) {
    return folded >>> 1 ^ -(folded & 1);
  }
}
