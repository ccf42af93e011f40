package io.millrace.broker.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Makes the files of a data directory from bytes that somebody made up:
 *
 * <pre>
 * mended (1)   whether headers and checksums are put right, so that what they vouch for is looked at
 * file*        kind (1)  number (1)  length (2)  that many bytes, or all that is left
 * kind         0 log: the first is named by its header, others follow   1 checkpoint   2 segment   3 format
 * </pre>
 */
final class FilesOfBytes {
  private static final int KINDS = 4;
  private static final int HEAD_BYTES = 4;

  private final FaultyDisk disk = new FaultyDisk();
  private final CRC32C crc = new CRC32C();
  private final boolean mended;
  private long logEnd;
  private boolean hasLog;

  private FilesOfBytes(boolean mended) {
    this.mended = mended;
  }

  static FaultyDisk disk(byte[] data) {
    FilesOfBytes files = new FilesOfBytes(data.length > 0 && (data[0] & 1) != 0);
    files.disk.replace(FormatFile.NAME, "millrace store 1\n".getBytes(US_ASCII));
    ByteBuffer from = ByteBuffer.wrap(data).position(Math.min(1, data.length));
    while (from.remaining() >= HEAD_BYTES) {
      int kind = Byte.toUnsignedInt(from.get()) % KINDS;
      int number = Byte.toUnsignedInt(from.get());
      byte[] bytes = new byte[Math.min(Short.toUnsignedInt(from.getShort()), from.remaining())];
      from.get(bytes);
      files.add(kind, number, bytes);
    }
    return files.disk;
  }

  private void add(int kind, int number, byte[] bytes) {
    ByteBuffer content = ByteBuffer.wrap(bytes);
    String name =
        switch (kind) {
          case 0 -> log(content);
          case 1 -> checkpoint(number, content);
          case 2 -> segment(number, content);
          default -> FormatFile.NAME;
        };
    disk.replace(name, bytes);
  }

  private String log(ByteBuffer content) {
    long start = logEnd;
    if (!hasLog && content.limit() >= LogFile.HEADER_BYTES) {
      start = content.getLong(8);
    }
    hasLog = true;
    logEnd = start + content.limit();
    if (mended && content.limit() >= LogFile.HEADER_BYTES) {
      content.putInt(0, 0x4D52574C).putInt(4, 1).putLong(8, start);
      content.putInt(16, Segment.checksum(content, 16));
      mendRecords(content, LogFile.HEADER_BYTES, content.limit());
    }
    return LogFile.nameOf(start);
  }

  private String checkpoint(int number, ByteBuffer content) {
    if (mended && content.limit() >= CheckpointFile.PREFIX_BYTES) {
      content.putInt(0, CheckpointFile.MAGIC).putInt(4, CheckpointFile.VERSION);
      mendRecords(content, CheckpointFile.PREFIX_BYTES, content.limit());
    }
    return CheckpointFile.nameOf(number);
  }

  private String segment(int number, ByteBuffer content) {
    int end = content.limit() - Segment.TRAILER_BYTES;
    if (mended && end >= Segment.HEADER_BYTES) {
      content.putInt(0, Segment.MAGIC).putInt(4, Segment.VERSION).putLong(8, number);
      content.putInt(16, Segment.checksum(content, 16));
      mendRecords(content, Segment.HEADER_BYTES, end);
      content.putInt(end + 8, Segment.MAGIC);
      content.putInt(end + 12, Segment.checksum(content.slice(end, 12), 12));
    }
    return Segment.nameOf(number);
  }

  private void mendRecords(ByteBuffer content, int from, int end) {
    int at = from;
    while (end - at >= RecordFormat.HEADER_BYTES) {
      int most = end - at - RecordFormat.HEADER_BYTES;
      int bytes = (int) Math.min(RecordFormat.sizeBytes(content, at), most + 13L);
      if (RecordFormat.kind(content, at) != CommandFormat.PURGE) {
        RecordFormat.end(content.position(at + bytes), at, crc);
      }
      at += bytes;
    }
    content.position(0);
  }

  /**
   * Whether no number in it is large. A snapshot may say in a few bytes that billions of messages
   * are there, and that many are then remembered: its checksum vouches for it.
   */
  static boolean isModest(byte[] snapshot) {
    for (int i = 1; i < snapshot.length; i++) {
      if (snapshot[i - 1] < 0 && snapshot[i] < 0) {
        return false;
      }
    }
    return true;
  }
}
