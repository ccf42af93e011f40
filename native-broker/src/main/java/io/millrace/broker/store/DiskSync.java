package io.millrace.broker.store;

import java.io.IOException;
import java.util.ArrayList;
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
 * until there is room.
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
      log.fail(new IOException("the disk-sync thread has ended", bug));
      throw bug;
    }
  }

  private void writeUntilStopped() {
    List<LogBatch> batches = new ArrayList<>();
    while (log.take(batches, maxWaitNanos())) {
      try {
        if (log.failure() == null) {
          for (LogBatch batch : batches) {
            write(batch);
          }
          syncIfDue(batches);
          watermark.check();
        }
      } catch (IOException failure) {
        LOG.error(
            "The log cannot be written any more, nothing is confirmed until a restart", failure);
        log.fail(failure);
      }
      tell(batches, log.failure());
      batches.clear();
    }
    finish();
  }

  private static void tell(List<LogBatch> batches, @Nullable IOException failure) {
    for (LogBatch batch : batches) {
      batch.writer().finished(batch, failure);
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

  private void syncIfDue(List<LogBatch> batches) throws IOException {
    boolean due =
        log.takeSyncWanted()
            || batches.stream().anyMatch(LogBatch::isSyncWanted)
            || switch (policy.mode()) {
              case ALWAYS -> !batches.isEmpty();
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
