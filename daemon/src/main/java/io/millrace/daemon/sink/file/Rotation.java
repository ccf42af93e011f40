package io.millrace.daemon.sink.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Moves {@code app.log} to {@code app.log.1}, that to {@code app.log.2}, and so on. When it fails
 * in the middle it can be repeated: the names left free are filled first.
 *
 * @param keep how many moved files are kept
 */
record Rotation(Path path, int keep) {
  void rotate() throws IOException {
    int free = 1;
    while (free < keep && Files.exists(numbered(free))) {
      free++;
    }
    // Beyond `keep`, the oldest is replaced.
    for (int i = free; i > 1; i--) {
      Files.move(numbered(i - 1), numbered(i), StandardCopyOption.ATOMIC_MOVE);
    }
    Files.move(path, numbered(1), StandardCopyOption.ATOMIC_MOVE);
  }

  private Path numbered(int number) {
    return path.resolveSibling(path.getFileName() + "." + number);
  }
}
