package io.millrace.broker.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;

/**
 * Room that is set aside in a file of its own when the disk has little left, and given up when it
 * has none: then what already waits can be written, settlements can, and a checkpoint can be made
 * that deletes what they left dead. Without it a full disk would hold up those very writes.
 *
 * <p><b>Threads:</b> the disk-sync thread only. <b>Limit:</b> 64 MiB, or half of what the store
 * leaves free, if that is less. A disk that somebody else fills from more than the watermark to the
 * last byte between two looks leaves no time to set anything aside. <b>After a crash</b> the file
 * is deleted by {@link Recovery}.
 */
final class DiskReserve {
  static final String NAME = "reserve";

  private static final long MOST_BYTES = 64 << 20;
  private static final int PIECE_BYTES = 1 << 20;

  private final Disk disk;
  private final long sizeBytes;
  private boolean held;

  DiskReserve(Disk disk, long lowestFreeBytes) {
    this.disk = disk;
    this.sizeBytes = Math.min(MOST_BYTES, lowestFreeBytes / 2);
  }

  long sizeBytes() {
    return sizeBytes;
  }

  /**
   * Sets it aside, unless that is done or would leave next to nothing.
   *
   * @throws IOException if it cannot be written; what was written counts as set aside
   */
  void hold(long freeBytes) throws IOException {
    if (held || sizeBytes == 0 || freeBytes < sizeBytes + sizeBytes / 2) {
      return;
    }
    held = true;
    try (DiskFile file = disk.create(NAME)) {
      fill(file);
    } catch (DiskFullException full) {
      giveUp();
    }
  }

  private void fill(DiskFile file) throws IOException {
    // Some file systems keep nothing of zeros.
    byte[] piece = new byte[(int) Math.min(PIECE_BYTES, sizeBytes)];
    new Random(sizeBytes).nextBytes(piece);
    for (long at = 0; at < sizeBytes; at += piece.length) {
      int length = (int) Math.min(piece.length, sizeBytes - at);
      file.write(ByteBuffer.wrap(piece, 0, length), at);
    }
  }

  /** Makes it room for others; whether there was anything to give up. */
  boolean giveUp() throws IOException {
    boolean given = held;
    if (given) {
      disk.delete(NAME);
      held = false;
    }
    return given;
  }
}
