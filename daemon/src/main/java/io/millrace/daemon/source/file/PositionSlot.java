package io.millrace.daemon.source.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.queue.settle.OffsetRange;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/** One of the two places in a {@link PositionFile} that hold a position. Big-endian. */
final class PositionSlot {
  /*
   * int   CRC-32C of what follows, `length` included
   * int   length of what follows
   * long  sequence, from 1
   * long  prefix
   * int   fingerprint length
   * long  fingerprint hash
   * short + bytes  identity, UTF-8
   * short + bytes  path, UTF-8
   * int   number of finished ranges
   * per range: long start, long end
   */
  static final int SIZE = 64 * 1024;
  private static final int HEAD = 2 * Integer.BYTES;
  private static final int LONGEST_PATH = 8 * 1024;

  /**
   * How many ranges surely fit; with more, the shortest are left out and done again after a
   * restart.
   */
  static final int MAX_RANGES = (SIZE - 2 * LONGEST_PATH - 64) / (2 * Long.BYTES);

  /** What a valid slot holds. */
  record Content(long sequence, FilePosition position) {}

  private PositionSlot() {}

  /** Fills a cleared buffer of {@link #SIZE} and flips it. */
  static void encode(ByteBuffer buffer, long sequence, FilePosition position) {
    buffer.position(HEAD);
    buffer.putLong(sequence);
    buffer.putLong(position.prefix());
    buffer.putInt(position.fingerprint().length());
    buffer.putLong(position.fingerprint().hash());
    putText(buffer, position.identity());
    putText(buffer, position.path());
    List<OffsetRange> ranges = position.finished();
    buffer.putInt(ranges.size());
    for (OffsetRange range : ranges) {
      buffer.putLong(range.start()).putLong(range.end());
    }
    buffer.putInt(Integer.BYTES, buffer.position() - HEAD);
    buffer.flip();
    buffer.putInt(0, checksum(buffer));
  }

  /** Empty when the slot was never written, or not to its end, or was damaged since. */
  static Optional<Content> decode(ByteBuffer buffer) {
    if (buffer.remaining() < HEAD) {
      return Optional.empty();
    }
    int checksum = buffer.getInt(0);
    int length = buffer.getInt(Integer.BYTES);
    if (length <= 0 || length > buffer.limit() - HEAD) {
      return Optional.empty();
    }
    buffer.limit(HEAD + length);
    if (checksum(buffer) != checksum) {
      return Optional.empty();
    }
    buffer.position(HEAD);
    long sequence = buffer.getLong();
    long prefix = buffer.getLong();
    Fingerprint fingerprint = new Fingerprint(buffer.getInt(), buffer.getLong());
    String identity = text(buffer);
    String path = text(buffer);
    List<OffsetRange> ranges = new ArrayList<>();
    for (int i = buffer.getInt(); i > 0; i--) {
      ranges.add(new OffsetRange(buffer.getLong(), buffer.getLong()));
    }
    return Optional.of(
        new Content(sequence, new FilePosition(path, identity, fingerprint, prefix, ranges)));
  }

  private static int checksum(ByteBuffer buffer) {
    CRC32C crc = new CRC32C();
    crc.update(buffer.duplicate().position(Integer.BYTES));
    return (int) crc.getValue();
  }

  private static void putText(ByteBuffer buffer, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    byte[] kept = bytes.length <= LONGEST_PATH ? bytes : Arrays.copyOf(bytes, LONGEST_PATH);
    buffer.putShort((short) kept.length).put(kept);
  }

  private static String text(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.getShort()];
    buffer.get(bytes);
    return new String(bytes, UTF_8);
  }
}
