package io.millrace.broker.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The files of the log, at least one, oldest first.
 *
 * <p><b>Threads:</b> any may look at the list, which is replaced as a whole. The disk-sync thread
 * adds at one end and the checkpoint thread forgets at the other; the lock keeps each from undoing
 * what the other does.
 */
final class LogFiles {
  private final ReentrantLock lock = new ReentrantLock();
  private volatile List<LogFile> all;

  LogFiles(List<LogFile> files) {
    this.all = List.copyOf(files);
  }

  List<LogFile> all() {
    return all;
  }

  LogFile newest() {
    List<LogFile> files = all;
    return files.get(files.size() - 1);
  }

  /** The file that a position belongs to, whether or not it was written so far. */
  LogFile holding(long position) {
    List<LogFile> files = all;
    for (int i = files.size() - 1; i >= 0; i--) {
      if (files.get(i).start() <= position) {
        return files.get(i);
      }
    }
    throw new IllegalStateException("the log begins behind position " + position);
  }

  void add(LogFile file) {
    lock.lock();
    try {
      List<LogFile> longer = new ArrayList<>(all);
      longer.add(file);
      all = List.copyOf(longer);
    } finally {
      lock.unlock();
    }
  }

  /** Forgets all files that end at or before that position; nobody reads there any more. */
  List<LogFile> forgetBefore(long position) {
    lock.lock();
    try {
      List<LogFile> before = all;
      int ended = endedBefore(position, before);
      all = List.copyOf(before.subList(ended, before.size()));
      return before.subList(0, ended);
    } finally {
      lock.unlock();
    }
  }

  private static int endedBefore(long position, List<LogFile> files) {
    int ended = 0;
    while (ended + 1 < files.size() && files.get(ended + 1).start() <= position) {
      ended++;
    }
    return ended;
  }
}
