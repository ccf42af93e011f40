package io.millrace.daemon.source.file;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Files that a producer has read to their ends: their positions are kept until the last message is
 * settled, then they are closed. Belongs to one producer.
 */
final class EndedFiles {
  private final List<FileCursor> files = new ArrayList<>();
  private final Duration positionInterval;

  EndedFiles(Duration positionInterval) {
    this.positionInterval = positionInterval;
  }

  void add(FileCursor file) {
    files.add(file);
  }

  /** Writes down what is due, and lets go of files that are settled. */
  void keepPositions() throws IOException {
    for (Iterator<FileCursor> each = files.iterator(); each.hasNext(); ) {
      FileCursor file = each.next();
      if (file.isSettled()) {
        each.remove();
        file.close();
      } else {
        file.keepPosition(positionInterval);
      }
    }
  }

  /** Hands over all of them to be closed, with what is settled by then. */
  void closeBy(Closing closing) {
    files.forEach(closing::add);
  }
}
