package io.millrace.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The directory of a server: its data, its configuration and what it says.
 *
 * @param path deleted with the server
 */
public record ServerDirectory(Path path) {
  private static final int TAIL_LINES = 40;

  /** Makes a temporary one; where this JVM makes its own, unless a parent says otherwise. */
  public static ServerDirectory create(String prefix, Optional<Path> parent) {
    try {
      return new ServerDirectory(
          parent.isPresent()
              ? Files.createTempDirectory(parent.get(), prefix)
              : Files.createTempDirectory(prefix));
    } catch (IOException e) {
      throw new UncheckedIOException("no directory for a server", e);
    }
  }

  public Path resolve(String name) {
    return path.resolve(name);
  }

  /** What the process prints, over all its starts. */
  public Path log() {
    return resolve("server.log");
  }

  /** The last lines of the log, for a message about a failure. */
  public String logTail() {
    return logTail(TAIL_LINES);
  }

  /** As {@link #logTail()}, for a server that says a lot after it has said what matters. */
  public String logTail(int count) {
    try {
      List<String> lines = Files.readAllLines(log(), StandardCharsets.UTF_8);
      List<String> last = lines.subList(Math.max(0, lines.size() - count), lines.size());
      return "; the end of its log:\n" + String.join("\n", last);
    } catch (NoSuchFileException e) {
      return "; it has no log yet";
    } catch (IOException e) {
      return "; its log cannot be read: " + e;
    }
  }

  /** Deletes the directory and all below it; does nothing when it is gone. */
  public void delete() throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(path)) {
      for (Path each : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }
}
