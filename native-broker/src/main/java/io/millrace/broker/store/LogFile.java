package io.millrace.broker.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * One file of the log. Positions run on from file to file: a file's name is the position of its
 * first byte, and the next file begins where it ends.
 *
 * <pre>
 * magic   "MRWL" (4)   version 1 (4)   position of this first byte (8)   crc (4)   CRC-32C of the 16 bytes before
 * batch*               a mark and records
 * </pre>
 *
 * @param start position of its first byte in the log
 */
record LogFile(long start, String name, DiskFile file) {
  static final int HEADER_BYTES = 20;

  private static final String PREFIX = "log-";
  private static final int MAGIC = 0x4D52574C;
  private static final int VERSION = 1;
  private static final int CRC_AT = 16;

  static String nameOf(long start) {
    return PREFIX + String.format("%016x", start);
  }

  static boolean isName(String name) {
    return name.matches(PREFIX + "[0-9a-f]{16}");
  }

  static long startOf(String name) {
    return Long.parseUnsignedLong(name.substring(PREFIX.length()), 16);
  }

  /** Makes a file with its header, or none; nothing of it is synced. */
  static LogFile create(Disk disk, long start) throws IOException {
    String name = nameOf(start);
    DiskFile file = disk.create(name);
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
    header.putInt(MAGIC).putInt(VERSION).putLong(start).putInt(checksum(header));
    try {
      file.write(header.flip(), 0);
    } catch (IOException failure) {
      file.close();
      disk.delete(name);
      throw failure;
    }
    return new LogFile(start, name, file);
  }

  /** Whether the file begins as it should. */
  boolean hasHeader() throws IOException {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
    if (file.read(header, 0) < HEADER_BYTES) {
      return false;
    }
    return header.getInt(0) == MAGIC
        && header.getInt(4) == VERSION
        && header.getLong(8) == start
        && header.getInt(CRC_AT) == checksum(header);
  }

  private static int checksum(ByteBuffer header) {
    CRC32C crc = new CRC32C();
    crc.update(header.duplicate().position(0).limit(CRC_AT));
    return (int) crc.getValue();
  }
}
