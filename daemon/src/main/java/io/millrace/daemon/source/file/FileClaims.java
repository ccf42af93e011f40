package io.millrace.daemon.source.file;

import io.millrace.daemon.source.SkippedLines;
import io.millrace.daemon.spi.Source;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Which producer reads which file: each takes the next file that nobody has when it has room for
 * one.
 *
 * <p><b>Threads:</b> any. The lock guards all state; it is held while a file is opened and
 * directories are listed, which other producers can wait for.
 */
final class FileClaims implements AutoCloseable {
  private final FilePatterns patterns;
  private final FileSourceSettings settings;
  private final FileOpening opening;
  private final FileScan scan;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Files that a producer gave back before they were read to the end. */
  private final Deque<FileCursor> released = new ArrayDeque<>();

  /** What producers have and have not read to the end. */
  private final Set<FileCursor> open = new LinkedHashSet<>();

  private long bytesOfEnded;
  private long wakeups;

  FileClaims(
      FilePatterns patterns,
      FileSourceSettings settings,
      PositionDirectory positions,
      SkippedLines skipped) {
    this.patterns = patterns;
    this.settings = settings;
    opening = new FileOpening(positions, settings.format().maxLine(), skipped);
    scan = new FileScan(patterns, settings, positions);
  }

  /**
   * A file for the caller to read, which has it from now on; null when there is none just now.
   *
   * @throws IOException when the next file cannot be opened: it is tried again after the others, so
   *     that none is left out and none holds up another
   */
  @Nullable FileCursor claim() throws IOException {
    lock.lock();
    try {
      FileCursor cursor = released.poll();
      if (cursor == null) {
        cursor = openNext();
      }
      if (cursor != null) {
        open.add(cursor);
      }
      return cursor;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable FileCursor openNext() throws IOException {
    Path path = scan.next(held());
    while (path != null) {
      try {
        return open(path, scan.isFromEnd(path));
      } catch (NoSuchFileException e) {
        scan.vanished(path);
      } catch (IOException e) {
        Optional<String> hopeless = hopeless(path, e);
        if (settings.follow() || hopeless.isEmpty()) {
          scan.failed(path);
          throw new IOException(
              hopeless.orElse(path + " cannot be read, it is tried again: " + e), e);
        }
        scan.leaveOut(path, hopeless.get());
      }
      path = scan.next(held());
    }
    return null;
  }

  /** What is wrong with a file that will not mend while a run to the end lasts. */
  private static Optional<String> hopeless(Path path, IOException failure) {
    if (Files.isDirectory(path)) {
      return Optional.of(path + " is a directory; for the files in it write " + path.resolve("*"));
    }
    return failure instanceof AccessDeniedException
        ? Optional.of(path + " cannot be read: permission denied")
        : Optional.empty();
  }

  /** The file that has taken the place of one that the caller has; null while there is none. */
  @Nullable FileCursor claimSuccessor(FileCursor moved) throws IOException {
    lock.lock();
    try {
      FileCursor cursor = open(moved.path(), false);
      open.add(cursor);
      return cursor;
    } catch (NoSuchFileException e) {
      return null;
    } finally {
      lock.unlock();
    }
  }

  /** Takes note that the caller has read a file to its end. */
  void ended(FileCursor cursor) {
    lock.lock();
    try {
      open.remove(cursor);
      bytesOfEnded += cursor.readPosition();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Gives back a file that is not read to its end. */
  void release(FileCursor cursor) throws IOException {
    lock.lock();
    try {
      cursor.rewind();
      open.remove(cursor);
      released.add(cursor);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether every file is read to its end and there will be no more. */
  boolean isExhausted() {
    lock.lock();
    try {
      return scan.isExhausted() && released.isEmpty() && open.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until there may be something to claim, or nothing ever, or {@link #wakeup}. */
  void await(Duration maxWait) throws InterruptedException {
    lock.lock();
    try {
      long before = wakeups;
      long left = maxWait.toNanos();
      while (left > 0 && wakeups == before && released.isEmpty() && !isExhausted()) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  void wakeup() {
    lock.lock();
    try {
      wakeups++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** What hinders reading, in words. */
  Optional<String> problem() {
    for (Path literal : patterns.literals()) {
      if (!Files.isReadable(literal)) {
        return Optional.of(
            Files.exists(literal) ? literal + " cannot be read" : literal + " does not exist");
      }
    }
    return Optional.empty();
  }

  /** Why not everything is read that was named, in words; empty when everything is. */
  Optional<String> incomplete() {
    lock.lock();
    try {
      return scan.leftOut();
    } finally {
      lock.unlock();
    }
  }

  Source.Progress progress() {
    lock.lock();
    try {
      long done = bytesOfEnded;
      long total = bytesOfEnded;
      List<FileCursor> unfinished = new ArrayList<>(open);
      unfinished.addAll(released);
      for (FileCursor cursor : unfinished) {
        done += cursor.readPosition();
        total += Math.max(cursor.size(), cursor.readPosition());
      }
      return new Source.Progress(done, total + scan.bytesFound(), "bytes");
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    lock.lock();
    try (Closing closing = new Closing()) {
      released.forEach(closing::add);
      released.clear();
    } finally {
      lock.unlock();
    }
  }

  private FileCursor open(Path path, boolean fromEnd) throws IOException {
    FileCursor cursor = opening.open(path, fromEnd);
    scan.claimed(path, cursor.identity());
    return cursor;
  }

  private Map<Path, String> held() {
    Map<Path, String> held = new HashMap<>();
    for (FileCursor cursor : open) {
      held.put(cursor.path(), cursor.identity());
    }
    for (FileCursor cursor : released) {
      held.put(cursor.path(), cursor.identity());
    }
    return held;
  }
}
