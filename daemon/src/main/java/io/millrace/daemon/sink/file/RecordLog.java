package io.millrace.daemon.sink.file;

import io.millrace.daemon.spi.Count;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of records that are whole: a batch is appended completely, or not at all.
 *
 * <p><b>Threads:</b> one at a time; {@link #sync} from any. <b>Failure:</b> when an append fails,
 * what was written of it is cut off, at once or, if the disk refuses that as well, before the next
 * append; the log can be used again.
 */
final class RecordLog implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(RecordLog.class);
  private static final int TAIL = 64 * 1024;

  private final Path path;
  private final AppendFile file;

  /** The position behind the last whole record. */
  private long end;

  /** Whether there may be bytes beyond the end that belong to no whole record. */
  private boolean torn;

  private RecordLog(Path path, AppendFile file, long end) {
    this.path = path;
    this.file = file;
    this.end = end;
  }

  /**
   * Opens a file to append to it.
   *
   * @param ours from where on its bytes are known to be ours, because a crash left it open; {@link
   *     Long#MAX_VALUE} if it was closed or is not ours. A record without an end is cut off when it
   *     is ours, and ended when it is not.
   */
  static RecordLog open(Path path, AppendFile file, long ours) throws IOException {
    long size = file.size();
    RecordLog log = new RecordLog(path, file, size);
    byte[] last = new byte[1];
    if (size == 0 || (file.read(last, size - 1) == 1 && last[0] == '\n')) {
      return log;
    }
    if (size <= ours) {
      log.append(new byte[] {'\n'}, 1);
      return log;
    }
    log.end = Math.max(ours, lastLineEnd(file, size));
    LOG.warn(
        "{}: cutting off {} of a record that a crash left unfinished",
        path,
        Count.of(size - log.end, "byte"));
    log.torn = true;
    log.repair();
    return log;
  }

  /** The position behind the last whole record. */
  long end() {
    return end;
  }

  /** Appends whole records. */
  void append(byte[] records, int length) throws IOException {
    repair();
    torn = true;
    try {
      file.write(records, length, end);
    } catch (IOException e) {
      IOException failure =
          new IOException(
              "cannot append "
                  + length
                  + " bytes to "
                  + path
                  + " at byte "
                  + end
                  + ": "
                  + e.getMessage(),
              e);
      try {
        repair();
      } catch (IOException again) {
        failure.addSuppressed(again);
      }
      throw failure;
    }
    end += length;
    torn = false;
  }

  /** Takes back what was appended beyond a position, where a record ended. */
  void cutBackTo(long position) throws IOException {
    if (position < end) {
      end = position;
      torn = true;
      repair();
    }
  }

  /** Brings what was appended to the disk. */
  void sync() throws IOException {
    file.sync();
  }

  @Override
  public void close() throws IOException {
    try (file) {
      repair();
    }
  }

  private void repair() throws IOException {
    if (torn) {
      file.truncate(end);
      torn = false;
    }
  }

  /** The position behind the last line end, 0 if there is none. */
  private static long lastLineEnd(AppendFile file, long size) throws IOException {
    for (long from = size; from > 0; ) {
      int length = (int) Math.min(TAIL, from);
      from -= length;
      byte[] bytes = new byte[length];
      for (int i = file.read(bytes, from) - 1; i >= 0; i--) {
        if (bytes[i] == '\n') {
          return from + i + 1;
        }
      }
    }
    return 0;
  }
}
