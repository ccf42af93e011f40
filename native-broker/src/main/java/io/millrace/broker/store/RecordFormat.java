package io.millrace.broker.store;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * How a record stands in the log and in segments, big-endian:
 *
 * <pre>
 * crc (4)     CRC-32C of all that follows, from length to the end
 * length (4)  bytes that follow it: 5 and those of the content
 * kind (1)    what the content is
 * queue (4)   whose it is, 0 for records of the store itself
 * content
 * </pre>
 *
 * <p>A length is checked against what is there before anything else of the record is believed.
 */
final class RecordFormat {
  static final int HEADER_BYTES = 13;

  private static final int LENGTH_AT = 4;
  private static final int KIND_AT = 8;
  private static final int QUEUE_AT = 9;
  private static final int CONTENT_AT = HEADER_BYTES;

  private RecordFormat() {}

  /** Leaves room for the header at the buffer's position; the content follows there. */
  static void begin(ByteBuffer to, byte kind, int queue) {
    int start = to.position();
    to.put(start + KIND_AT, kind).putInt(start + QUEUE_AT, queue).position(start + CONTENT_AT);
  }

  /** Completes the record from {@code start} to the buffer's position. */
  static void end(ByteBuffer to, int start, CRC32C crc) {
    int end = to.position();
    to.putInt(start + LENGTH_AT, end - start - LENGTH_AT - Integer.BYTES);
    to.putInt(start, checksum(to, start, end, crc));
  }

  /**
   * Whether a whole, undamaged record stands there.
   *
   * @param at where it begins
   * @param limit where the bytes end that may be looked at
   */
  static boolean isWhole(ByteBuffer from, int at, int limit, CRC32C crc) {
    if (limit - at < HEADER_BYTES) {
      return false;
    }
    int length = from.getInt(at + LENGTH_AT);
    if (length < HEADER_BYTES - KIND_AT || length > limit - at - KIND_AT) {
      return false;
    }
    return from.getInt(at) == checksum(from, at, at + KIND_AT + length, crc);
  }

  /**
   * How many bytes a record takes by what its first 8 bytes say, which may be damaged: at least a
   * header's, and possibly more than there can be.
   */
  static long sizeBytes(ByteBuffer from, int at) {
    return KIND_AT
        + Math.max(HEADER_BYTES - KIND_AT, Integer.toUnsignedLong(from.getInt(at + LENGTH_AT)));
  }

  static byte kind(ByteBuffer from, int at) {
    return from.get(at + KIND_AT);
  }

  static int queue(ByteBuffer from, int at) {
    return from.getInt(at + QUEUE_AT);
  }

  /** Its content, as a view. */
  static ByteBuffer content(ByteBuffer from, int at) {
    return from.slice(at + CONTENT_AT, (int) sizeBytes(from, at) - CONTENT_AT);
  }

  private static int checksum(ByteBuffer from, int start, int end, CRC32C crc) {
    int position = from.position();
    int limit = from.limit();
    from.limit(end).position(start + LENGTH_AT);
    crc.reset();
    crc.update(from);
    from.limit(limit).position(position);
    return (int) crc.getValue();
  }
}
