package io.millrace.broker.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A file that is read and written by position.
 *
 * <p><b>Threads:</b> any may read while one writes; what is being written at that time may be read
 * in part.
 */
interface DiskFile extends Closeable {

  /**
   * Writes all that remains in the buffer. Blocks at most as long as the operating system takes.
   *
   * @throws DiskFullException if there is no room; a part may have been written, and the same may
   *     be written again later
   */
  void write(ByteBuffer from, long position) throws IOException;

  /** Reads until the buffer is full or the file ends; how many bytes that were, 0 at the end. */
  int read(ByteBuffer to, long position) throws IOException;

  /**
   * Returns when all that was written before is safe. After a failure nobody knows what of it is:
   * an operating system forgets what it could not write, and a second call would succeed without
   * it.
   */
  void sync() throws IOException;

  /** Cuts the file off behind so many bytes. */
  void truncate(long sizeBytes) throws IOException;

  long sizeBytes() throws IOException;
}
