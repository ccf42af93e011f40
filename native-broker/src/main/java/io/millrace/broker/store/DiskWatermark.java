package io.millrace.broker.store;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Whether the disk has room for more messages: not when less is free than was set aside for what
 * makes room again, settlements and the moving of messages.
 *
 * <p><b>Threads:</b> the disk-sync thread looks, any may ask. A look is due each second and each 16
 * MiB written, or a quarter of what is set aside. There is room again, and with it an end of the
 * refusals, as soon as a look says so. The last of what is set aside is held by a {@link
 * DiskReserve}, so that nobody else takes it.
 */
final class DiskWatermark {
  static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final Logger LOG = LoggerFactory.getLogger(DiskWatermark.class);
  private static final long MOST_UNSEEN_BYTES = 16 << 20;

  /** How much more than the lowest has to be free for publishers that can wait. */
  private static final long MOST_MARGIN_BYTES = 4 * MOST_UNSEEN_BYTES;

  private final Disk disk;
  private final long lowestFreeBytes;
  private final DiskReserve reserve;
  private final RepeatedFailure notDeleted = new RepeatedFailure(LOG, System::nanoTime);
  private long checkedAtNanos;
  private long writtenSince;
  private volatile boolean hasRoom = true;

  /** Set by the disk-sync thread, read by any. */
  private volatile boolean isNearlyFull;

  /** Set by the checkpoint thread, reset by the disk-sync thread. */
  private volatile boolean reserveWanted;

  DiskWatermark(Disk disk, long lowestFreeBytes) throws IOException {
    this.disk = disk;
    this.lowestFreeBytes = lowestFreeBytes;
    this.reserve = new DiskReserve(disk, lowestFreeBytes);
    look();
  }

  /** Read by any thread; a publish that sees it a moment late finds the room set aside. */
  boolean hasRoom() {
    return hasRoom;
  }

  /**
   * Whether publishers that can wait had better do so, so that what is on its way already is not
   * refused. Read by any thread.
   */
  boolean isNearlyFull() {
    return isNearlyFull || !hasRoom;
  }

  long lowestFreeBytes() {
    return lowestFreeBytes;
  }

  void wrote(int bytes) {
    writtenSince += bytes;
  }

  void check() throws IOException {
    if (reserveWanted) {
      reserveWanted = false;
      giveUpReserve();
    }
    if (writtenSince >= Math.min(MOST_UNSEEN_BYTES, lowestFreeBytes / 4)
        || System.nanoTime() - checkedAtNanos >= CHECK_NANOS) {
      look();
    }
  }

  /** A write of the log found no room at all. */
  void full(DiskFullException failure) {
    if (hasRoom) {
      hasRoom = false;
      LOG.warn("Publishes are refused: {}", failure.getMessage());
    }
    giveUpReserve();
  }

  /** A checkpoint found no room at all. From any thread; the room is there within a second. */
  void wantReserve() {
    reserveWanted = true;
  }

  private void giveUpReserve() {
    if (releaseReserve()) {
      LOG.warn(
          "The disk is full: the last {} bytes set aside are used to give space back",
          reserve.sizeBytes());
    }
  }

  /** Whether there was anything to give up; what cannot be deleted is tried again. */
  private boolean releaseReserve() {
    try {
      boolean given = reserve.giveUp();
      notDeleted.over();
      return given;
    } catch (IOException fault) {
      notDeleted.failed(
          Level.WARN,
          "What was set aside for the case that the disk is full could not be deleted",
          fault);
      return false;
    }
  }

  private void holdReserve(long free) {
    try {
      reserve.hold(free);
    } catch (IOException fault) {
      LOG.warn("Nothing could be set aside for the case that the disk is full", fault);
    }
  }

  private void look() throws IOException {
    checkedAtNanos = System.nanoTime();
    writtenSince = 0;
    long free = disk.usableBytes();
    boolean room = free >= lowestFreeBytes;
    isNearlyFull = free < lowestFreeBytes + Math.min(MOST_MARGIN_BYTES, lowestFreeBytes / 8);
    if (room) {
      releaseReserve();
    } else {
      holdReserve(free);
    }
    if (room == hasRoom) {
      return;
    }
    hasRoom = room;
    if (room) {
      LOG.info("Publishes are taken again: {} bytes are free on {}", free, disk);
    } else {
      LOG.warn(
          "Publishes are refused: {} bytes are free on {}, fewer than the {} set aside",
          free,
          disk,
          lowestFreeBytes);
    }
  }
}
