package io.millrace.broker.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * All queues of one data directory, safe from the end of the process and, if the options say so, of
 * the machine.
 *
 * <p><b>Threads:</b> any. Journals belong to loops: {@link #loop}. Two threads of its own write and
 * sync the log ({@code millrace-disk-sync}), and give space back ({@code millrace-checkpoint}).
 *
 * <p><b>Failure:</b> when log or sync fail, nothing becomes durable any more and every journal is
 * unusable; what there is can still be read. Close the store and open it again. A full disk is no
 * such failure: messages are refused, and taken again when there is room.
 *
 * <p><b>After a crash</b> opening restores all that was durable, or refuses with a {@link
 * DamagedStoreException}. One process at a time may have a directory open.
 */
public final class LocalStore implements AutoCloseable {
  /** So many files of the log more than are kept, and messages are refused. */
  private static final int LATE_FILES = 12;

  /** So many more, and publishers that can wait had better do so. */
  private static final int NEARLY_LATE_FILES = 10;

  /** When so much of segments has died, it is worth looking what can be given back. */
  private static final long DEAD_BYTES = 16 << 20;

  private final StoreOptions options;
  private final Disk disk;
  private final DirectoryLock directoryLock;
  private final OpenFiles openFiles;
  private final WriteAheadLog log;
  private final DiskWatermark watermark;
  private final Segments segments = new Segments();
  private final Checkpointer checkpointer;
  private final Thread syncThread;
  private final Thread checkpointThread;
  private final List<LoopStore> loops = new CopyOnWriteArrayList<>();
  private final AtomicLong settledBytes = new AtomicLong();

  private final QueueRegistry queues;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * Opens a data directory, and makes it if there is none. Blocks until all of the log was read.
   *
   * @throws DamagedStoreException if something in it is not as it was written
   * @throws IOException if it cannot be read or written, or is in use
   */
  public static LocalStore open(Path directory, StoreOptions options) throws IOException {
    Disk disk = new LocalDisk(directory);
    DirectoryLock lock = DirectoryLock.acquire(directory);
    try {
      return new LocalStore(disk, lock, options);
    } catch (IOException | RuntimeException failure) {
      lock.close();
      throw failure;
    }
  }

  LocalStore(Disk disk, DirectoryLock directoryLock, StoreOptions options) throws IOException {
    this.options = options;
    this.disk = disk;
    this.directoryLock = directoryLock;
    FormatFile.check(disk);
    this.openFiles = new OpenFiles(disk, options.openFiles());
    RecoveredStore found = new Recovery(disk, openFiles).run();
    this.log = new WriteAheadLog(options.logFileBytes(), found.log(), found.end());
    this.watermark = new DiskWatermark(disk, options.lowestFreeBytes(disk.totalBytes()));
    this.queues = new QueueRegistry(found);
    found.segments().forEach(segments::add);
    this.checkpointer =
        new Checkpointer(
            this, segments, new CheckpointFiles(disk, openFiles, segments, log, queues, found));
    this.syncThread =
        new Thread(
            new DiskSync(disk, log, options.sync(), watermark, this::logFileBegun),
            "millrace-disk-sync");
    this.checkpointThread = new Thread(checkpointer, "millrace-checkpoint");
    syncThread.start();
    checkpointThread.start();
  }

  /**
   * Makes the store known to a loop.
   *
   * @param loop runs what it is given on the loop's thread, in order, until the store is closed
   */
  public LoopStore loop(Executor loop) {
    LoopStore added = new LoopStore(this, loop, options.memoryBytes());
    loops.add(added);
    return added;
  }

  /** The names of all queues that there are, open or not. */
  public Set<String> queues() {
    return queues.names();
  }

  /**
   * Whether there is room for messages: enough of the disk, and not too much waiting to be moved.
   */
  public boolean acceptsMessages() {
    return watermark.hasRoom() && !isLate(LATE_FILES);
  }

  /**
   * Whether publishers that can wait had better do so: soon there will be no room, and what is on
   * its way by then will be refused.
   */
  public boolean isNearlyFull() {
    return watermark.isNearlyFull() || isLate(NEARLY_LATE_FILES);
  }

  private boolean isLate(int files) {
    return log.files().size() > options.logFiles() + files;
  }

  /** Why messages are refused, in words; empty while they are taken. */
  public Optional<String> whyNoMessages() {
    if (!watermark.hasRoom()) {
      return Optional.of(
          "the disk is full: less than %,d bytes are free".formatted(watermark.lowestFreeBytes()));
    }
    return isLate(LATE_FILES)
        ? Optional.of("the disk is slow: too much of the log waits to be moved to segments")
        : Optional.empty();
  }

  /** Why the store is unusable until it is opened anew; empty while it is not. */
  public Optional<IOException> failure() {
    return Optional.ofNullable(log.failure());
  }

  /** How much of the disk is free, which asks the operating system. */
  public long freeBytes() throws IOException {
    return disk.usableBytes();
  }

  public StoreFigures figures() {
    Segments.Figures sums = segments.figures();
    return new StoreFigures(
        log.end() - log.files().get(0).start(),
        sums.sizeBytes(),
        sums.liveBytes(),
        sums.count(),
        openFiles.count(),
        checkpointer.made(),
        acceptsMessages(),
        Math.max(0, log.end() - log.synced()));
  }

  /**
   * Writes and syncs what was handed over, and lets go of the directory. Close the journals before;
   * those that are open are unusable afterwards. Blocks. Twice is harmless.
   *
   * @throws IOException if something could not be made safe
   */
  @Override
  public void close() throws IOException {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    checkpointer.stop();
    log.stop();
    join(syncThread);
    join(checkpointThread);
    openFiles.close();
    for (LogFile file : log.files()) {
      file.file().close();
    }
    directoryLock.close();
    IOException failure = log.failure();
    if (failure != null) {
      throw new IOException("the log could not be written to its end", failure);
    }
  }

  private static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException interrupt) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void logFileBegun() {
    if (log.files().size() > options.logFiles()) {
      checkpointer.wake();
    }
  }

  void deleted(int queue, String name, Map<Segment, Long> liveChange) {
    queues.deleted(queue, name);
    dead(liveChange);
  }

  /** By so much live messages of segments have become fewer with a queue that is gone. */
  void dead(Map<Segment, Long> liveChange) {
    checkpointer.dead(liveChange);
  }

  /** About so many bytes of segments are dead now. */
  void settled(long bytes) {
    if (bytes > 0 && settledBytes.addAndGet(bytes) >= DEAD_BYTES) {
      settledBytes.set(0);
      checkpointer.wake();
    }
  }

  /** Before which position the log can be given up: where one of its files begins. */
  long cutoff() {
    List<LogFile> files = log.files();
    long floor = queues.logNeededFrom();
    int newest = Math.max(0, files.size() - options.logFiles());
    while (newest > 0 && files.get(newest).start() > floor) {
      newest--;
    }
    return files.get(newest).start();
  }

  DiskWatermark watermark() {
    return watermark;
  }

  QueueRegistry registry() {
    return queues;
  }

  List<LoopStore> loops() {
    return loops;
  }

  WriteAheadLog log() {
    return log;
  }
}
