package io.millrace.daemon.source.file;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Closes several files, all of them also when some cannot be; throws what failed. */
final class Closing implements AutoCloseable {
  private final List<FileCursor> files = new ArrayList<>();

  void add(FileCursor file) {
    files.add(file);
  }

  @Override
  public void close() throws IOException {
    IOException failure = null;
    for (FileCursor file : files) {
      try {
        file.close();
      } catch (IOException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
