package io.millrace.broker.store;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A new file that is written from its beginning to its end, in large pieces.
 *
 * <p>One thread. After an {@link IOException} close it and delete the file.
 */
final class SequentialFile {
  private final DiskFile file;
  private ByteBuffer buffer;
  private long flushed;

  SequentialFile(DiskFile file, int bufferBytes) {
    this.file = file;
    buffer = ByteBuffer.allocateDirect(bufferBytes);
  }

  /** Takes what comes next, so many bytes at the most. Valid until the next call. */
  ByteBuffer room(int bytes) throws IOException {
    if (buffer.remaining() < bytes) {
      flush();
      if (buffer.capacity() < bytes) {
        buffer = ByteBuffer.allocateDirect(bytes);
      }
    }
    return buffer;
  }

  /** Where in the file the next byte will stand. */
  long position() {
    return flushed + buffer.position();
  }

  /** Ends the file and makes it safe. */
  void finish() throws IOException {
    flush();
    file.sync();
    file.close();
  }

  /** Closes a file that is not finished. */
  void close() throws IOException {
    file.close();
  }

  private void flush() throws IOException {
    int bytes = buffer.position();
    file.write(buffer.flip(), flushed);
    flushed += bytes;
    buffer.clear();
  }
}
