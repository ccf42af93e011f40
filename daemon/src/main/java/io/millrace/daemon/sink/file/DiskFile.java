package io.millrace.daemon.sink.file;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file on disk, locked against other writers of this kind.
 *
 * <p>Not a {@code FileChannel}: that one is closed, for all workers, when one of them is
 * interrupted while it writes.
 */
final class DiskFile implements AppendFile {
  private final RandomAccessFile file;

  private DiskFile(RandomAccessFile file) {
    this.file = file;
  }

  /** Opens a file, making it and its directory when they are missing. */
  static DiskFile open(Path path) throws IOException {
    Path directory = path.toAbsolutePath().getParent();
    if (directory != null) {
      Files.createDirectories(directory);
    }
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
    try {
      FileLock lock = file.getChannel().tryLock();
      if (lock != null) {
        return new DiskFile(file);
      }
    } catch (OverlappingFileLockException e) {
      // Another sink of this process has it: the answer is the same.
    } catch (IOException e) {
      file.close();
      throw e;
    }
    file.close();
    throw new IOException(path + " is being written by another sink: let each have its own file");
  }

  @Override
  public void write(byte[] bytes, int length, long position) throws IOException {
    file.seek(position);
    file.write(bytes, 0, length);
  }

  @Override
  public int read(byte[] bytes, long position) throws IOException {
    file.seek(position);
    return file.read(bytes);
  }

  @Override
  public void truncate(long size) throws IOException {
    file.setLength(size);
  }

  @Override
  public void sync() throws IOException {
    file.getFD().sync();
  }

  @Override
  public long size() throws IOException {
    return file.length();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
