package io.millrace.daemon.source.file;

import io.millrace.daemon.source.SkippedLines;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where reading a file begins: where its position says, if it is still the file that the position
 * is of. Threads: any.
 */
final class FileOpening {
  private static final Logger LOG = LoggerFactory.getLogger(FileOpening.class);

  private final PositionDirectory directory;
  private final int maxLine;
  private final SkippedLines skipped;

  FileOpening(PositionDirectory directory, int maxLine, SkippedLines skipped) {
    this.directory = directory;
    this.maxLine = maxLine;
    this.skipped = skipped;
  }

  /**
   * Opens a file where its position says, or where {@code fromEnd} says when it has none.
   *
   * @throws IOException also when its position is damaged or in use
   */
  FileCursor open(Path path, boolean fromEnd) throws IOException {
    FileChannel channel = FileChannel.open(path);
    @Nullable PositionFile positions = null;
    try {
      FilePosition fresh = beginning(path, channel, fromEnd);
      positions = directory.open(fresh).orElse(null);
      FilePosition position = positions == null ? fresh : positions.read();
      if (position.extent() > channel.size() || !position.fingerprint().matches(channel)) {
        LOG.info("{} is another file than the one read before: reading it from its start", path);
        position = beginning(path, channel, false);
      }
      return new FileCursor(path, channel, position, positions, maxLine, skipped);
    } catch (IOException | RuntimeException e) {
      channel.close();
      if (positions != null) {
        positions.close();
      }
      throw e;
    }
  }

  /** What the file system knows the file by. */
  static String identityOf(Path path) throws IOException {
    Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    return key == null ? path.toRealPath().toString() : key.toString();
  }

  private static FilePosition beginning(Path path, FileChannel channel, boolean fromEnd)
      throws IOException {
    long start = fromEnd ? channel.size() : 0;
    return new FilePosition(
        path.toString(),
        identityOf(path),
        Fingerprint.of(channel, Fingerprint.MAX_LENGTH),
        start,
        List.of());
  }
}
