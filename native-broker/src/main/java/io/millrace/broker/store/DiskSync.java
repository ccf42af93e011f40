package io.millrace.broker.store;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes and syncs the log of a data directory.
 *
 * <p>Nothing is told to be durable before the sync that covers it has returned. A sync that failed
 * is not tried again: the system has forgotten what it could not write, and would call the next one
 * a success. A full disk is no such failure: the same bytes are written to the same place again
 * until there is room. A bug that ends the thread makes the log unusable like a failed sync, and
 * every batch that it had, or that waits for it, is told.
 */
final class DiskSync implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(DiskSync.class);
  private static final long FULL_PAUSE_MILLIS = 100;

  private final Disk disk;
  private final WriteAheadLog log;
  private final SyncPolicy policy;
  private final DiskWatermark watermark;
  private final Runnable fileBegun;
  private final CRC32C crc = new CRC32C();

  /** Taken and not told yet. */
  private final ArrayDeque<LogBatch> inHand = new ArrayDeque<>();

  private LogFile file;
  private long written;
  private long syncedAtNanos = System.nanoTime();

  /**
   * @param fileBegun told when a new file of the log was begun
   */
  DiskSync(
      Disk disk,
      WriteAheadLog log,
      SyncPolicy policy,
      DiskWatermark watermark,
      Runnable fileBegun) {
    this.disk = disk;
    this.log = log;
    this.policy = policy;
    this.watermark = watermark;
    this.fileBegun = fileBegun;
    List<LogFile> files = log.files();
    this.file = files.get(files.size() - 1);
    this.written = log.synced();
  }

  @Override
  public void run() {
    try {
      writeUntilStopped();
    } catch (RuntimeException | Error bug) {
      tellAll(new IOException("the disk-sync thread has ended", bug));
      throw bug;
    }
  }

  private void writeUntilStopped() {
    while (log.take(inHand, maxWaitNanos())) {
      try {
        if (log.failure() == null) {
          for (LogBatch batch : inHand) {
            write(batch);
          }
          syncIfDue();
          watermark.check();
        }
      } catch (IOException failure) {
        LOG.error(
            "The log cannot be written any more, nothing is confirmed until a restart", failure);
        log.fail(failure);
      }
      tell(log.failure());
    }
    finish();
  }

  /** None twice: a batch that was told of is its loop's again. */
  private void tell(@Nullable IOException failure) {
    for (LogBatch batch = inHand.poll(); batch != null; batch = inHand.poll()) {
      batch.writer().finished(batch, failure);
    }
  }

  /** Nobody will write or tell anything any more. */
  private void tellAll(IOException failure) {
    // First: nothing is submitted any more after that.
    log.fail(failure);
    log.takeWaiting(inHand);
    while (!inHand.isEmpty()) {
      try {
        tell(failure);
      } catch (RuntimeException | Error fault) {
        LOG.error("A loop could not be told that the log has failed", fault);
      }
    }
  }

  private void write(LogBatch batch) throws IOException {
    if (batch.fileStart() != file.start()) {
      sync();
      file = retried(() -> LogFile.create(disk, batch.fileStart()));
      retried(
          () -> {
            disk.syncNames();
            return file;
          });
      log.begun(file);
      fileBegun.run();
    }
    LogMark.write(batch.buffer(), log.synced(), crc);
    int bytes = batch.sizeBytes();
    retried(
        () -> {
          file.file().write(batch.buffer().duplicate().flip(), batch.position() - file.start());
          return file;
        });
    written = batch.position() + bytes;
    log.written(written, batch.heldBytes());
    watermark.wrote(bytes);
    watermark.check();
  }

  private void syncIfDue() throws IOException {
    boolean due =
        log.takeSyncWanted()
            || inHand.stream().anyMatch(LogBatch::isSyncWanted)
            || switch (policy.mode()) {
              case ALWAYS -> !inHand.isEmpty();
              case INTERVAL -> System.nanoTime() - syncedAtNanos >= policy.interval().toNanos();
              case OS -> false;
            };
    if (due) {
      sync();
    }
  }

  private void sync() throws IOException {
    if (log.synced() < written) {
      file.file().sync();
      log.synced(written);
    }
    syncedAtNanos = System.nanoTime();
  }

  private long maxWaitNanos() {
    long watch = DiskWatermark.CHECK_NANOS;
    return policy.mode() == SyncPolicy.Mode.INTERVAL
        ? Math.min(watch, policy.interval().toNanos())
        : watch;
  }

  /** Does it until there is room for it. */
  private LogFile retried(Writing writing) throws IOException {
    while (true) {
      try {
        return writing.write();
      } catch (DiskFullException full) {
        watermark.full(full);
        if (!log.pause(FULL_PAUSE_MILLIS)) {
          throw full;
        }
      }
    }
  }

  private void finish() {
    try {
      if (log.failure() == null) {
        sync();
      }
    } catch (IOException failure) {
      LOG.error("The log could not be synced at the end", failure);
      log.fail(failure);
    }
  }

  /** Something to write that needs room on the disk. */
  private interface Writing {
    LogFile write() throws IOException;
  }
}
