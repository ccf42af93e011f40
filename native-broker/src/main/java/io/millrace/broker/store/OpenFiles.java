package io.millrace.broker.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Files that are opened when they are read and closed when others have been read since: never more
 * than a limit are open and not being read.
 *
 * <p><b>Threads:</b> any. The lock guards the map and the counts; nothing is read under it, but
 * files are opened and closed.
 */
final class OpenFiles {
  private final Disk disk;
  private final int limit;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, OpenFile> byName = new LinkedHashMap<>(16, 0.75f, true);

  OpenFiles(Disk disk, int limit) {
    this.disk = disk;
    this.limit = limit;
  }

  int read(String name, ByteBuffer to, long position) throws IOException {
    OpenFile open = borrow(name);
    try {
      return open.file.read(to, position);
    } finally {
      giveBack(open);
    }
  }

  long sizeBytes(String name) throws IOException {
    OpenFile open = borrow(name);
    try {
      return open.file.sizeBytes();
    } finally {
      giveBack(open);
    }
  }

  int count() {
    lock.lock();
    try {
      return byName.size();
    } finally {
      lock.unlock();
    }
  }

  private OpenFile borrow(String name) throws IOException {
    lock.lock();
    try {
      OpenFile open = byName.get(name);
      if (open == null) {
        closeIdle(limit - 1);
        open = new OpenFile(disk.open(name));
        byName.put(name, open);
      }
      open.readers++;
      return open;
    } finally {
      lock.unlock();
    }
  }

  private void giveBack(OpenFile open) throws IOException {
    lock.lock();
    try {
      open.readers--;
      if (open.forgotten && open.readers == 0) {
        open.file.close();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Closes those read longest ago until that many are left, or all the rest are being read. */
  private void closeIdle(int left) throws IOException {
    Iterator<OpenFile> all = byName.values().iterator();
    while (byName.size() > left && all.hasNext()) {
      OpenFile open = all.next();
      if (open.readers == 0) {
        all.remove();
        open.file.close();
      }
    }
  }

  /** Closes a file that nobody will ask for any more, at once or after its last reader. */
  void forget(String name) throws IOException {
    lock.lock();
    try {
      OpenFile open = byName.remove(name);
      if (open != null) {
        open.forgotten = true;
        if (open.readers == 0) {
          open.file.close();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  void close() throws IOException {
    lock.lock();
    try {
      closeIdle(0);
    } finally {
      lock.unlock();
    }
  }

  private static final class OpenFile {
    final DiskFile file;
    int readers;
    boolean forgotten;

    OpenFile(DiskFile file) {
      this.file = file;
    }
  }
}
