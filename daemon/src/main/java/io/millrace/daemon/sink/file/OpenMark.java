package io.millrace.daemon.sink.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.UUID;

/**
 * A note in the state directory that a file is being written, and from where on: after a crash it
 * tells a record of ours that was cut short from another's last line that merely lacks its end,
 * which is not ours to cut. Threads: one at a time.
 */
final class OpenMark {
  private final Path file;
  private final Path mark;

  OpenMark(Path file, Path directory) {
    this.file = file;
    String name =
        UUID.nameUUIDFromBytes(file.toAbsolutePath().normalize().toString().getBytes(UTF_8))
            + ".open";
    mark = directory.resolve(name);
  }

  /**
   * From where on the file's bytes are ours, if we were writing it when the process ended; else
   * {@link Long#MAX_VALUE}.
   */
  long ours() throws IOException {
    if (!Files.exists(mark)) {
      return Long.MAX_VALUE;
    }
    List<String> lines = Files.readAllLines(mark);
    return lines.size() >= 2 && lines.get(1).equals(identityOf(file))
        ? Long.parseLong(lines.get(0))
        : Long.MAX_VALUE;
  }

  /** Notes that the file is ours from a position on. */
  void set(long from) throws IOException {
    Files.createDirectories(mark.getParent());
    Path fresh = mark.resolveSibling(mark.getFileName() + ".new");
    Files.write(fresh, List.of(Long.toString(from), identityOf(file), file.toString()));
    Files.move(fresh, mark, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Notes that the file was left in order. */
  void clear() throws IOException {
    Files.deleteIfExists(mark);
  }

  /** What the file system knows a file by. */
  static String identityOf(Path path) throws IOException {
    return String.valueOf(Files.readAttributes(path, BasicFileAttributes.class).fileKey());
  }
}
