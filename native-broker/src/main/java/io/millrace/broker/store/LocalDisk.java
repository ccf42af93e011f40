package io.millrace.broker.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** A directory of the local file system. */
final class LocalDisk implements Disk {
  private final Path directory;

  /** Makes the directory unless it is there. */
  LocalDisk(Path directory) throws IOException {
    this.directory = Files.createDirectories(directory);
  }

  @Override
  public DiskFile create(String name) throws IOException {
    try {
      return new LocalFile(
          name,
          FileChannel.open(
              directory.resolve(name),
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE));
    } catch (IOException failure) {
      throw LocalFile.explained(name, failure);
    }
  }

  @Override
  public DiskFile open(String name) throws IOException {
    return new LocalFile(
        name,
        FileChannel.open(
            directory.resolve(name), StandardOpenOption.READ, StandardOpenOption.WRITE));
  }

  @Override
  public void delete(String name) throws IOException {
    Files.deleteIfExists(directory.resolve(name));
  }

  @Override
  public void rename(String from, String to) throws IOException {
    Files.move(
        directory.resolve(from),
        directory.resolve(to),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void syncNames() throws IOException {
    try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
      names.force(true);
    }
  }

  @Override
  public List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @Override
  public long usableBytes() throws IOException {
    return Files.getFileStore(directory).getUsableSpace();
  }

  @Override
  public long totalBytes() throws IOException {
    return Files.getFileStore(directory).getTotalSpace();
  }

  @Override
  public String toString() {
    return directory.toString();
  }

  private record LocalFile(String name, FileChannel channel) implements DiskFile {

    @Override
    public void write(ByteBuffer from, long position) throws IOException {
      long at = position;
      try {
        while (from.hasRemaining()) {
          at += channel.write(from, at);
        }
      } catch (IOException failure) {
        throw explained(name, failure);
      }
    }

    @Override
    public int read(ByteBuffer to, long position) throws IOException {
      int before = to.position();
      long at = position;
      while (to.hasRemaining()) {
        int read = channel.read(to, at);
        if (read < 0) {
          break;
        }
        at += read;
      }
      return to.position() - before;
    }

    @Override
    public void sync() throws IOException {
      channel.force(false);
    }

    @Override
    public void truncate(long sizeBytes) throws IOException {
      channel.truncate(sizeBytes);
    }

    @Override
    public long sizeBytes() throws IOException {
      return channel.size();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }

    /** The JDK has no exception of its own for a full disk, only the system's words. */
    static IOException explained(String name, IOException failure) {
      String message = String.valueOf(failure.getMessage());
      return message.contains("No space left") || message.contains("quota exceeded")
          ? new DiskFullException(name + ": " + message, failure)
          : failure;
    }
  }
}
