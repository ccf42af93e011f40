package io.millrace.daemon.sink.file;

import java.io.Closeable;
import java.io.IOException;

/**
 * The few operations on a file that appending needs, so that tests can let them fail. Threads: one
 * at a time, but for sync.
 */
interface AppendFile extends Closeable {
  /** Writes at a position; when it throws, any part of it may be there. */
  void write(byte[] bytes, int length, long position) throws IOException;

  /** How many bytes there are at a position, up to {@code bytes.length}; -1 at the end. */
  int read(byte[] bytes, long position) throws IOException;

  void truncate(long size) throws IOException;

  /** Brings what was written to the disk. */
  void sync() throws IOException;

  long size() throws IOException;
}
