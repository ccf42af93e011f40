package io.millrace.daemon.sink.file;

import java.io.IOException;

/**
 * A file on a disk with little space: a write beyond the limit leaves what fits and fails, as
 * write(2) does in the end.
 */
final class LimitedFile implements AppendFile {
  private final AppendFile file;
  private long limit = Long.MAX_VALUE;
  private boolean refuseTruncate;

  LimitedFile(AppendFile file) {
    this.file = file;
  }

  void limit(long bytes) {
    limit = bytes;
  }

  void refuseTruncate(boolean value) {
    refuseTruncate = value;
  }

  @Override
  public void write(byte[] bytes, int length, long position) throws IOException {
    int fits = (int) Math.max(0, Math.min(length, limit - position));
    file.write(bytes, fits, position);
    if (fits < length) {
      throw new IOException("No space left on device");
    }
  }

  @Override
  public int read(byte[] bytes, long position) throws IOException {
    return file.read(bytes, position);
  }

  @Override
  public void truncate(long size) throws IOException {
    if (refuseTruncate) {
      throw new IOException("Input/output error");
    }
    file.truncate(size);
  }

  @Override
  public void sync() throws IOException {
    file.sync();
  }

  @Override
  public long size() throws IOException {
    return file.size();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
