package io.millrace.broker.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * A file with what was still in queues when the log's files that it stood in were given up: written
 * once, by {@link SegmentWriter}, then only read.
 *
 * <pre>
 * magic "MRSG" (4)  version 1 (4)  number (8)  crc (4)          crc: CRC-32C of the 16 bytes before
 * record*           messages, as in the log, by queue and offset
 * record            kind 16, queue 0: { queue (4)  position (8)  length (4)  first offset (8)  last offset (8)  count (4) }*
 * position of that record (8)  magic "MRSG" (4)  crc (4)        crc: CRC-32C of the 12 bytes before
 * </pre>
 *
 * <p><b>Threads:</b> any may read.
 */
final class Segment implements RecordSource {
  static final int HEADER_BYTES = 20;
  static final int TRAILER_BYTES = 16;
  static final int MAGIC = 0x4D525347;
  static final int VERSION = 1;
  static final byte EXTENTS = 16;
  static final int EXTENT_BYTES = 36;

  private static final String PREFIX = "segment-";

  private final long number;
  private final OpenFiles files;
  private final long sizeBytes;

  /** Of its messages that are still in their queues; the checkpoint thread's own. */
  private long liveBytes;

  Segment(long number, OpenFiles files, long sizeBytes, long liveBytes) {
    this.number = number;
    this.files = files;
    this.sizeBytes = sizeBytes;
    this.liveBytes = liveBytes;
  }

  static String nameOf(long number) {
    return PREFIX + String.format("%016x", number);
  }

  static boolean isName(String name) {
    return name.matches(PREFIX + "[0-9a-f]{16}");
  }

  static long numberOf(String name) {
    return Long.parseUnsignedLong(name.substring(PREFIX.length()), 16);
  }

  long number() {
    return number;
  }

  String name() {
    return nameOf(number);
  }

  long sizeBytes() {
    return sizeBytes;
  }

  long liveBytes() {
    return liveBytes;
  }

  void changeLiveBytes(long by) {
    liveBytes += by;
  }

  @Override
  public int read(ByteBuffer to, long position) throws IOException {
    return files.read(name(), to, position);
  }

  @Override
  public long available(long position) {
    return sizeBytes - position;
  }

  @Override
  public DamagedStoreException damaged(long position, String reason) {
    return new DamagedStoreException(name(), position, reason);
  }

  void forget() throws IOException {
    files.forget(name());
  }

  static int checksum(ByteBuffer of, int bytes) {
    CRC32C crc = new CRC32C();
    crc.update(of.duplicate().position(0).limit(bytes));
    return (int) crc.getValue();
  }

  @Override
  public String toString() {
    return name() + "[" + liveBytes + " of " + sizeBytes + " bytes]";
  }
}
