package io.millrace.daemon.source.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where the position files of a source are, one for each file it has read; or nowhere. Safe for
 * several threads.
 */
final class PositionDirectory {
  private final Optional<Path> directory;

  private PositionDirectory(Optional<Path> directory) {
    this.directory = directory;
  }

  static PositionDirectory in(Path directory) {
    return new PositionDirectory(Optional.of(directory));
  }

  /** Keeps nothing. */
  static PositionDirectory none() {
    return new PositionDirectory(Optional.empty());
  }

  /**
   * Opens the position file of the file with this identity; it begins with {@code initial} when
   * there was none.
   */
  Optional<PositionFile> open(FilePosition initial) throws IOException {
    if (directory.isEmpty()) {
      return Optional.empty();
    }
    Files.createDirectories(directory.get());
    return Optional.of(PositionFile.open(fileOf(initial.identity()), initial));
  }

  /**
   * The positions of files with work left that are not among those with these identities: they may
   * have been renamed while nobody looked.
   *
   * @throws IOException also when a position file is damaged
   */
  List<FilePosition> others(Set<String> identities) throws IOException {
    List<FilePosition> others = new ArrayList<>();
    if (directory.isEmpty() || !Files.isDirectory(directory.get())) {
      return others;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory.get(), "*.position")) {
      for (Path file : files) {
        try (PositionFile positions = PositionFile.openExisting(file)) {
          FilePosition position = positions.read();
          if (!identities.contains(position.identity())) {
            others.add(position);
          }
        }
      }
    }
    return others;
  }

  private Path fileOf(String identity) {
    long hash = Fingerprint.hash(ByteBuffer.wrap(identity.getBytes(UTF_8)));
    return directory.orElseThrow().resolve(String.format("%016x.position", hash));
  }
}
