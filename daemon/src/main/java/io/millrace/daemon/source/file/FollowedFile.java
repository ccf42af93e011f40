package io.millrace.daemon.source.file;

import io.millrace.daemon.source.line.LineDecoder;
import io.millrace.queue.Fetch;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is at a path over time: a file, the one it was rotated from while that may still be written
 * to, and the one that comes next. Belongs to one producer.
 */
final class FollowedFile {
  private static final Logger LOG = LoggerFactory.getLogger(FollowedFile.class);

  private final FileClaims claims;
  private final Duration rotateWait;
  private final Consumer<FileCursor> onEnd;

  private FileCursor current;
  private @Nullable FileCursor rotated;

  /** Whether the current file was read to its end: what comes then may belong to other content. */
  private boolean atEnd;

  /** Since when the rotated file, or the current one without a successor, has not grown. */
  private long quietSinceNanos = System.nanoTime();

  /**
   * @param onEnd given each file that is read to its end for good
   */
  FollowedFile(
      FileCursor current, FileClaims claims, Duration rotateWait, Consumer<FileCursor> onEnd) {
    this.current = current;
    this.claims = claims;
    this.rotateWait = rotateWait;
    this.onEnd = onEnd;
  }

  /** What is open: a rotated file first. */
  List<FileCursor> cursors() {
    return rotated == null ? List.of(current) : List.of(rotated, current);
  }

  /**
   * Adds lines while there is room and there are any.
   *
   * @return whether the path is to be followed on; not when its file is gone and nothing has come
   *     in its place
   */
  boolean read(Fetch<byte[]> fetch, LineDecoder decoder) throws IOException {
    FileCursor old = rotated;
    if (old != null) {
      if (!drain(old, fetch, decoder)) {
        return true;
      }
    }
    if (atEnd && current.hasChangedSize() && current.change() == FileCursor.Change.REWRITTEN) {
      restart();
    }
    int before = fetch.count();
    atEnd = current.read(fetch, decoder) == FileCursor.Read.AT_END;
    if (!atEnd) {
      return true;
    }
    switch (current.change()) {
      case NONE -> quietSinceNanos = rotated == null ? System.nanoTime() : quietSinceNanos;
      case REWRITTEN -> restart();
      case MOVED -> {
        if (fetch.count() > before) {
          quietSinceNanos = System.nanoTime();
        }
        return rotated != null || succeed(fetch, decoder);
      }
    }
    return true;
  }

  private void restart() throws IOException {
    LOG.warn("{} was truncated or rewritten: reading it from its start", current.path());
    current.restart();
  }

  /** Reads what still comes to a rotated file; answers whether the queue has room left. */
  private boolean drain(FileCursor old, Fetch<byte[]> fetch, LineDecoder decoder)
      throws IOException {
    int before = fetch.count();
    if (old.read(fetch, decoder) == FileCursor.Read.FULL) {
      return false;
    }
    if (fetch.count() > before || old.hasChangedSize()) {
      quietSinceNanos = System.nanoTime();
    } else if (isQuiet()) {
      end(old, fetch, decoder);
      rotated = null;
    }
    return fetch.count() < fetch.messageLimit();
  }

  /** The current file is at its end and not at its path any more. */
  private boolean succeed(Fetch<byte[]> fetch, LineDecoder decoder) throws IOException {
    FileCursor successor = claims.claimSuccessor(current);
    if (successor != null) {
      LOG.info("{} was rotated: going on with the new file", current.path());
      rotated = current;
      current = successor;
      atEnd = false;
      quietSinceNanos = System.nanoTime();
      return true;
    }
    if (isQuiet()) {
      LOG.info("{} is gone and nothing has taken its place", current.path());
      end(current, fetch, decoder);
      return false;
    }
    return true;
  }

  private void end(FileCursor cursor, Fetch<byte[]> fetch, LineDecoder decoder) throws IOException {
    cursor.readRest(fetch, decoder);
    claims.ended(cursor);
    onEnd.accept(cursor);
  }

  private boolean isQuiet() {
    return System.nanoTime() - quietSinceNanos >= rotateWait.toNanos();
  }
}
