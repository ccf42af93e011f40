package io.millrace.daemon.source.file;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files that a source's patterns name and no producer has had yet. Guarded by the lock of
 * {@link FileClaims}.
 */
final class FileScan {
  private static final Logger LOG = LoggerFactory.getLogger(FileScan.class);

  private static final String DOES_NOT_EXIST = " does not exist";

  private final FilePatterns patterns;
  private final FileSourceSettings settings;
  private final PositionDirectory positions;

  /** Files found, with the sizes they had. */
  private final Map<Path, Long> found = new LinkedHashMap<>();

  /** Files that were there at the first scan: only these may be read from their end. */
  private Set<Path> foundFirst = Set.of();

  /**
   * Identities of files that were claimed once and are still in place, so that a new name does not
   * make them new.
   */
  private final Set<String> known = new HashSet<>();

  /** Files that could not be opened when they were tried last. */
  private final Set<Path> failing = new HashSet<>();

  /**
   * Named files that a run to the end does not read, with what is wrong with each. Nobody waits for
   * them: a name that was mistyped would be waited for without end.
   */
  private final Map<Path, String> leftOut = new LinkedHashMap<>();

  private boolean scanned;
  private long scannedAtNanos;

  FileScan(FilePatterns patterns, FileSourceSettings settings, PositionDirectory positions) {
    this.patterns = patterns;
    this.settings = settings;
    this.positions = positions;
  }

  /**
   * The next file, or null when there is none just now.
   *
   * @param held paths and identities of the files that producers have
   */
  @Nullable Path next(Map<Path, String> held) throws IOException {
    if (found.isEmpty() && isDue()) {
      scan(held);
    }
    return found.keySet().stream()
        .filter(path -> !failing.contains(path))
        .findFirst()
        .orElseGet(() -> found.isEmpty() ? null : found.keySet().iterator().next());
  }

  /** It could not be opened: it is tried again, but after those that have not failed. */
  void failed(Path path) {
    failing.add(path);
  }

  /** Whether a file that was just claimed is to be read from its end, where it has no position. */
  boolean isFromEnd(Path path) {
    return settings.fromEnd() && foundFirst.contains(path);
  }

  void claimed(Path path, String identity) {
    failing.remove(path);
    found.remove(path);
    known.add(identity);
  }

  /** A file vanished before it was claimed. */
  void vanished(Path path) {
    found.remove(path);
    if (!settings.follow() && patterns.literals().contains(path)) {
      leaveOut(path, path + DOES_NOT_EXIST);
    }
  }

  /** A file that is not read in this run, and the reason why not, which names it. */
  void leaveOut(Path path, String reason) {
    found.remove(path);
    failing.remove(path);
    leftOut.put(path, reason);
    LOG.error("{}: it is left out; the other files are read, then the run fails", reason);
  }

  /** What is wrong with the files that were left out; empty when none was. */
  Optional<String> leftOut() {
    return leftOut.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", leftOut.values()));
  }

  /** Whether nothing is left and nothing will come. */
  boolean isExhausted() {
    return !settings.follow() && scanned && found.isEmpty();
  }

  long bytesFound() {
    long bytes = 0;
    for (long size : found.values()) {
      bytes += size;
    }
    return bytes;
  }

  private boolean isDue() {
    return !scanned
        || (settings.follow()
            && System.nanoTime() - scannedAtNanos >= settings.scanInterval().toNanos());
  }

  private void scan(Map<Path, String> held) throws IOException {
    SortedSet<Path> matches = patterns.matches();
    if (!scanned) {
      findRenamed(matches);
    }
    Set<String> present = new HashSet<>(held.values());
    for (Path path : matches) {
      try {
        String identity = FileOpening.identityOf(path);
        present.add(identity);
        if (!known.contains(identity) && !held.containsKey(path)) {
          found.put(path, Files.size(path));
        }
      } catch (NoSuchFileException e) {
        LOG.debug("{} vanished while directories were listed", path);
      }
    }
    // An inode can be used again once its file is gone: then it is a new file.
    known.retainAll(present);
    if (!scanned) {
      foundFirst = Set.copyOf(matches);
      patterns
          .globsWithoutMatch(matches)
          .forEach(glob -> LOG.warn("no file matches {}{}", glob, settings.follow() ? " yet" : ""));
      if (!settings.follow()) {
        patterns.literals().stream()
            .filter(literal -> !matches.contains(literal))
            .forEach(literal -> leaveOut(literal, literal + DOES_NOT_EXIST));
      }
    }
    scanned = true;
    scannedAtNanos = System.nanoTime();
  }

  /**
   * Files that were rotated away while nobody looked, and were not read to the end: they come
   * first.
   */
  private void findRenamed(SortedSet<Path> matches) throws IOException {
    Set<String> identities = new HashSet<>();
    for (Path path : matches) {
      identities.add(FileOpening.identityOf(path));
    }
    for (FilePosition position : positions.others(identities)) {
      Path path = Path.of(position.path());
      Path directory = path.getParent();
      if (directory == null || !patterns.includes(path) || !Files.isDirectory(directory)) {
        continue;
      }
      try (DirectoryStream<Path> siblings =
          Files.newDirectoryStream(directory, Files::isRegularFile)) {
        for (Path sibling : siblings) {
          if (FileOpening.identityOf(sibling).equals(position.identity())
              && Files.size(sibling) > position.prefix()) {
            LOG.info(
                "{} was renamed to {} before it was read to its end: going on with it",
                path,
                sibling);
            found.put(sibling, Files.size(sibling));
          }
        }
      }
    }
  }
}
