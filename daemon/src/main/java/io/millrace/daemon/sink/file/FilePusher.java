package io.millrace.daemon.sink.file;

import io.millrace.daemon.spi.Reason;
import io.millrace.queue.Message;
import io.millrace.queue.PushException;
import io.millrace.queue.Pusher;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Appends messages to a file, each batch completely or not at all.
 *
 * <p><b>Threads:</b> any. {@code writing} guards everything but syncing, {@code syncing} the disk's
 * turn and the closing of a file; taken in this order, and {@code syncing} alone while waiting for
 * the disk, so that many pushes share one sync.
 */
final class FilePusher implements Pusher<byte[]> {
  private static final int CHUNK = 1 << 20;
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** How the file is opened; tests open one that fails. */
  interface Opener {
    AppendFile open(Path path) throws IOException;
  }

  /** What has been appended: up to push number {@code push}, the last of them to {@code log}. */
  private record Appended(RecordLog log, long push) {}

  private final FileSinkSettings settings;
  private final Opener opener;
  private final OpenMark mark;
  private final Rotation rotation;
  private final ReentrantLock writing = new ReentrantLock();
  private final ReentrantLock syncing = new ReentrantLock();

  private @Nullable RecordLog log;
  private String identity = "";
  private byte[] chunk = new byte[64 * 1024];
  private long pushes;
  private long lookedAtNanos;

  private volatile @Nullable Appended appended;
  private volatile @Nullable IOException syncFailure;

  /** Guarded by {@code syncing}: the last push that is on the disk. */
  private long synced;

  FilePusher(FileSinkSettings settings, Path stateDirectory, Opener opener) {
    this.settings = settings;
    this.opener = opener;
    mark = new OpenMark(settings.path(), stateDirectory.resolve("sinks"));
    rotation = new Rotation(settings.path(), settings.keep());
  }

  @Override
  public String name() {
    return "file " + settings.path();
  }

  @Override
  public void push(List<Message<byte[]>> messages) throws Exception {
    if (messages.isEmpty()) {
      return;
    }
    IOException earlier = syncFailure;
    if (earlier != null) {
      syncFailure = null;
      throw earlier;
    }
    long push;
    writing.lockInterruptibly();
    try {
      push = append(messages);
    } finally {
      writing.unlock();
    }
    if (settings.sync() == FileSinkSettings.Sync.ALWAYS) {
      syncTo(push);
    }
  }

  /** Brings everything to the disk; what fails is thrown by the next push. */
  void syncAll() {
    Appended latest = appended;
    if (latest != null) {
      try {
        syncTo(latest.push());
      } catch (IOException e) {
        syncFailure = e;
      }
    }
  }

  @Override
  public void close() throws IOException {
    writing.lock();
    try {
      if (log != null) {
        closeLog();
        mark.clear();
      }
    } finally {
      writing.unlock();
    }
  }

  private long append(List<Message<byte[]>> messages) throws PushException {
    try {
      byte[][] records = encode(messages);
      long bytes = 0;
      for (byte[] record : records) {
        bytes += record.length + 1;
      }
      write(openLog(bytes), records);
    } catch (IOException e) {
      // Nothing is left of the batch in the file, or will not be once it can be written again.
      BitSet failed = new BitSet();
      failed.set(0, messages.size());
      throw new PushException(Reason.of(e), failed, e);
    }
    return pushes;
  }

  private byte[][] encode(List<Message<byte[]>> messages) {
    byte[][] records = new byte[messages.size()][];
    for (int i = 0; i < records.length; i++) {
      records[i] = settings.format().encode(messages.get(i));
    }
    return records;
  }

  private void write(RecordLog to, byte[][] records) throws IOException {
    long before = to.end();
    int filled = 0;
    try {
      for (byte[] record : records) {
        if (record.length >= CHUNK) {
          to.append(chunk, filled);
          filled = 0;
          to.append(record, record.length);
        } else {
          filled = makeRoom(to, filled, record.length + 1);
          System.arraycopy(record, 0, chunk, filled, record.length);
          filled += record.length;
        }
        chunk[filled++] = '\n';
      }
      to.append(chunk, filled);
    } catch (IOException e) {
      try {
        to.cutBackTo(before);
      } catch (IOException again) {
        e.addSuppressed(again);
      }
      throw e;
    }
    appended = new Appended(to, ++pushes);
  }

  /**
   * Makes room in the chunk, which grows to its limit before it is written; answers how much of it
   * is filled.
   */
  private int makeRoom(RecordLog to, int filled, int needed) throws IOException {
    if (filled + needed <= chunk.length) {
      return filled;
    }
    if (filled + needed <= CHUNK) {
      chunk = Arrays.copyOf(chunk, Math.min(CHUNK, Math.max(filled + needed, 2 * chunk.length)));
      return filled;
    }
    to.append(chunk, filled);
    if (needed > chunk.length) {
      chunk = new byte[CHUNK];
    }
    return 0;
  }

  /** The file to append this many bytes to. */
  private RecordLog openLog(long bytes) throws IOException {
    if (log != null && isMovedAway()) {
      closeLog();
    }
    RecordLog current = log == null ? open() : log;
    if (current.end() > 0 && current.end() + bytes > settings.rotateSize()) {
      closeLog();
      rotation.rotate();
      current = open();
    }
    return current;
  }

  private RecordLog open() throws IOException {
    AppendFile file = opener.open(settings.path());
    try {
      long ours = mark.ours();
      RecordLog opened = RecordLog.open(settings.path(), file, ours);
      mark.set(Math.min(ours, opened.end()));
      identity = OpenMark.identityOf(settings.path());
      log = opened;
      return opened;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private void closeLog() throws IOException {
    RecordLog closing = log;
    log = null;
    syncing.lock();
    try (closing) {
      if (closing != null && settings.sync() != FileSinkSettings.Sync.OS) {
        closing.sync();
        synced = pushes;
      }
    } finally {
      syncing.unlock();
    }
  }

  /**
   * Whether somebody has renamed or deleted the file, as logrotate does; looked for once a second.
   */
  private boolean isMovedAway() throws IOException {
    long now = System.nanoTime();
    if (now - lookedAtNanos < LOOK_NANOS) {
      return false;
    }
    lookedAtNanos = now;
    try {
      return !OpenMark.identityOf(settings.path()).equals(identity);
    } catch (NoSuchFileException e) {
      return true;
    }
  }

  private void syncTo(long push) throws IOException {
    syncing.lock();
    try {
      Appended latest = appended;
      if (synced < push && latest != null) {
        latest.log().sync();
        synced = latest.push();
      }
    } catch (IOException e) {
      throw new IOException(
          "cannot bring " + settings.path() + " to the disk: " + e.getMessage(), e);
    } finally {
      syncing.unlock();
    }
  }
}
