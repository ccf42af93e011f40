package io.millrace.broker.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The log that all queues of a data directory share: what the loops submit is written, and synced,
 * in the order in which it came. One sync serves whatever came until it began.
 *
 * <p><b>Threads:</b> any may submit, read and wait; {@link DiskSync} alone writes. <b>Failure:</b>
 * a write or a sync that fails makes the log unusable for good: whatever is submitted is answered
 * with that failure. It can still be read. <b>Limit:</b> {@link #submit} blocks while more than
 * {@value #WAITING_BYTES} bytes of memory wait to be written.
 *
 * <p>The lock guards what waits and where the next batch goes. It is held for a few instructions
 * and never while calling out. The volatile fields are written by the disk-sync thread and read by
 * any: {@code synced <= written <= end}.
 */
final class WriteAheadLog implements RecordSource {
  private static final int WAITING_BYTES = 16 << 20;

  private final long fileBytes;
  private final LogFiles files;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition progress = lock.newCondition();
  private final ArrayDeque<LogBatch> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private long fileStart;
  private long end;
  private boolean syncWanted;
  private boolean stopping;

  private volatile long written;
  private volatile long synced;
  private volatile @Nullable IOException failure;

  /**
   * @param files what recovery found or made, at least one, in order
   * @param end where the last of them ends; all before it is synced
   */
  WriteAheadLog(long fileBytes, List<LogFile> files, long end) {
    this.fileBytes = fileBytes;
    this.files = new LogFiles(files);
    this.fileStart = this.files.newest().start();
    this.end = end;
    this.written = end;
    this.synced = end;
  }

  /**
   * Gives the batch its place, and the batch to the disk-sync thread.
   *
   * @throws IOException if the log is unusable, or has stopped: nobody would write the batch
   */
  void submit(LogBatch batch) throws IOException {
    lock.lock();
    try {
      while (waitingBytes > WAITING_BYTES && failure == null && !stopping) {
        progress.awaitUninterruptibly();
      }
      check();
      if (stopping) {
        throw new IOException("the store is closed");
      }
      if (end + batch.sizeBytes() - fileStart > fileBytes
          && end > fileStart + LogFile.HEADER_BYTES) {
        fileStart = end;
        end += LogFile.HEADER_BYTES;
      }
      batch.place(end, fileStart);
      end += batch.sizeBytes();
      waiting.add(batch);
      waitingBytes += batch.heldBytes();
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Where the next batch will go, or a little before. */
  long end() {
    lock.lock();
    try {
      return end;
    } finally {
      lock.unlock();
    }
  }

  /** All below is safe from a power cut. */
  long synced() {
    return synced;
  }

  /** The files, oldest first. */
  List<LogFile> files() {
    return files.all();
  }

  /**
   * Waits until all below that position has been written, and synced.
   *
   * @throws IOException if it never will be
   */
  void awaitSynced(long position) throws IOException {
    lock.lock();
    try {
      while (synced < position) {
        check();
        syncWanted = true;
        work.signal();
        progress.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Reads bytes that were submitted, from one file: fewer than there is room for where the file or
   * what was written ends. Waits for the disk-sync thread if nothing at that position is written
   * yet.
   */
  @Override
  public int read(ByteBuffer to, long position) throws IOException {
    if (position >= written) {
      awaitWritten(position + 1);
    }
    LogFile file = files.holding(position);
    long available = written - position;
    if (to.remaining() > available) {
      to.limit(to.position() + (int) available);
    }
    return file.file().read(to, position - file.start());
  }

  @Override
  public long available(long position) throws IOException {
    LogFile file = files.holding(position);
    return Math.min(written, file.start() + file.file().sizeBytes()) - position;
  }

  @Override
  public DamagedStoreException damaged(long position, String reason) {
    LogFile file = files.holding(position);
    return new DamagedStoreException(file.name(), position - file.start(), reason);
  }

  private void awaitWritten(long position) throws IOException {
    lock.lock();
    try {
      while (written < position) {
        check();
        progress.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  private void check() throws IOException {
    IOException cause = failure;
    if (cause != null) {
      throw new IOException("the log is unusable since: " + cause.getMessage(), cause);
    }
  }

  @Nullable IOException failure() {
    return failure;
  }

  /** Forgets all files that end at or before that position; nobody reads there any more. */
  List<LogFile> forgetBefore(long position) {
    return files.forgetBefore(position);
  }

  /** Ends the disk-sync thread once it has written what was submitted. */
  void stop() {
    lock.lock();
    try {
      stopping = true;
      work.signal();
      progress.signalAll();
    } finally {
      lock.unlock();
    }
  }

  // From here on: the disk-sync thread only.

  /**
   * Moves all that waits into {@code to}, waiting for something to do, but not longer than that.
   *
   * @return false when the log stops and nothing waits
   */
  boolean take(Collection<LogBatch> to, long maxWaitNanos) {
    lock.lock();
    try {
      long left = maxWaitNanos;
      while (waiting.isEmpty() && !stopping && !syncWanted && left > 0) {
        left = work.awaitNanos(left);
      }
      to.addAll(waiting);
      waiting.clear();
      return !to.isEmpty() || !stopping;
    } catch (InterruptedException interrupt) {
      throw new IllegalStateException("nobody interrupts the disk-sync thread", interrupt);
    } finally {
      lock.unlock();
    }
  }

  /** As {@link #take}, without waiting. */
  void takeWaiting(Collection<LogBatch> to) {
    lock.lock();
    try {
      to.addAll(waiting);
      waiting.clear();
    } finally {
      lock.unlock();
    }
  }

  /** Whether somebody waits for a sync; asking takes the wish. */
  boolean takeSyncWanted() {
    lock.lock();
    try {
      boolean wanted = syncWanted;
      syncWanted = false;
      return wanted;
    } finally {
      lock.unlock();
    }
  }

  /** Waits, unless or until the log stops; whether it goes on. */
  boolean pause(long millis) {
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(millis);
      while (!stopping && left > 0) {
        left = work.awaitNanos(left);
      }
      return !stopping;
    } catch (InterruptedException interrupt) {
      throw new IllegalStateException("nobody interrupts the disk-sync thread", interrupt);
    } finally {
      lock.unlock();
    }
  }

  void begun(LogFile file) {
    files.add(file);
  }

  /** All before the position is written, and with it a batch that held so many bytes of memory. */
  void written(long position, int heldBytes) {
    lock.lock();
    try {
      written = position;
      waitingBytes -= heldBytes;
      progress.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void synced(long position) {
    lock.lock();
    try {
      synced = position;
      progress.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void fail(IOException cause) {
    lock.lock();
    try {
      failure = cause;
      waitingBytes = 0;
      // Nobody takes the wish any more, and with it there would be no end of work.
      syncWanted = false;
      progress.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
