package io.millrace.broker.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Keeps others from a data directory while it is open: a lock of the operating system on its file
 * {@value #NAME}, which ends with the process at the latest.
 */
final class DirectoryLock implements AutoCloseable {
  static final String NAME = "lock";

  private final @Nullable FileChannel channel;

  private DirectoryLock(@Nullable FileChannel channel) {
    this.channel = channel;
  }

  /** For a directory that nobody else can have. */
  static DirectoryLock none() {
    return new DirectoryLock(null);
  }

  /**
   * @throws IOException if somebody else has it
   */
  static DirectoryLock acquire(Path directory) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return new DirectoryLock(channel);
      }
    } catch (OverlappingFileLockException sameProcess) {
      channel.close();
      throw new IOException(directory + " is in use by this process", sameProcess);
    } catch (IOException failure) {
      channel.close();
      throw failure;
    }
    channel.close();
    throw new IOException(directory + " is in use by another process");
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }
}
