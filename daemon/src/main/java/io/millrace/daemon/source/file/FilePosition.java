package io.millrace.daemon.source.file;

import io.millrace.queue.settle.OffsetRange;
import java.util.List;

/**
 * How far a file is done.
 *
 * @param path where it was when this was written
 * @param identity what the file system knows it by: device and inode
 * @param fingerprint of its first bytes
 * @param prefix all lines that begin before this position are done
 * @param finished stretches beyond it that are done as well
 */
record FilePosition(
    String path,
    String identity,
    Fingerprint fingerprint,
    long prefix,
    List<OffsetRange> finished) {

  FilePosition {
    finished = List.copyOf(finished);
  }

  /** The least length of a file that this can be a position in. */
  long extent() {
    return finished.isEmpty() ? prefix : finished.get(finished.size() - 1).end();
  }
}
