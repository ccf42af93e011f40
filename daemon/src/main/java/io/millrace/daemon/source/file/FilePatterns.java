package io.millrace.daemon.source.file;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The paths of a file source, of which some may hold {@code *}, {@code ?} and <code>{a,b}</code>.
 */
final class FilePatterns {
  private final List<Path> literals = new ArrayList<>();
  private final List<Glob> globs = new ArrayList<>();

  FilePatterns(Path baseDirectory, List<String> patterns) {
    Path base = baseDirectory.toAbsolutePath();
    for (String pattern : patterns) {
      int wild = firstWild(pattern);
      if (wild < 0) {
        literals.add(base.resolve(pattern).normalize());
      } else {
        int slash = pattern.lastIndexOf('/', wild);
        Path root = base.resolve(pattern.substring(0, slash + 1)).normalize();
        String rest = pattern.substring(slash + 1);
        int depth = rest.contains("**") ? Integer.MAX_VALUE : rest.split("/").length;
        globs.add(
            new Glob(
                base.resolve(pattern).normalize().toString(),
                root,
                depth,
                FileSystems.getDefault().getPathMatcher("glob:" + rest)));
      }
    }
  }

  /** The paths without wildcards, which must exist sooner or later. */
  List<Path> literals() {
    return literals;
  }

  /** The patterns with wildcards that name none of these files. */
  List<String> globsWithoutMatch(Set<Path> files) {
    return globs.stream()
        .filter(glob -> files.stream().noneMatch(glob::includes))
        .map(Glob::pattern)
        .toList();
  }

  /** The regular files there are now, in the order of their names. */
  SortedSet<Path> matches() throws IOException {
    SortedSet<Path> found = new TreeSet<>();
    for (Path literal : literals) {
      if (Files.exists(literal)) {
        found.add(literal);
      }
    }
    for (Glob glob : globs) {
      glob.collect(found);
    }
    return found;
  }

  /** Whether a path is named by one of the patterns, be there such a file or not. */
  boolean includes(Path path) {
    return literals.contains(path) || globs.stream().anyMatch(glob -> glob.includes(path));
  }

  /**
   * Whether this file is named by one of the patterns, perhaps by another name that leads to it.
   */
  boolean reads(Path file) {
    Path real = real(file);
    return includes(file.toAbsolutePath().normalize())
        || includes(real)
        || literals.stream().anyMatch(literal -> real(literal).equals(real));
  }

  /** Without links, as far as it is there. */
  private static Path real(Path file) {
    try {
      return file.toRealPath();
    } catch (IOException e) {
      return file.toAbsolutePath().normalize(); // not there, so nothing leads to it yet
    }
  }

  private static int firstWild(String pattern) {
    for (int i = 0; i < pattern.length(); i++) {
      if ("*?{".indexOf(pattern.charAt(i)) >= 0) {
        return i;
      }
    }
    return -1;
  }

  /**
   * The matcher sees paths relative to the root, so that nothing special in the root's own name
   * counts as a wildcard.
   */
  private record Glob(String pattern, Path root, int depth, PathMatcher matcher) {
    boolean includes(Path path) {
      return path.startsWith(root) && matcher.matches(root.relativize(path));
    }

    void collect(SortedSet<Path> found) throws IOException {
      if (!Files.isDirectory(root)) {
        return;
      }
      Files.walkFileTree(
          root,
          EnumSet.of(FileVisitOption.FOLLOW_LINKS),
          depth,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (attributes.isRegularFile() && matcher.matches(root.relativize(file))) {
                found.add(file);
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
              // It vanished between listing and visiting, or may not be read: then it does not
              // match now.
              return FileVisitResult.CONTINUE;
            }
          });
    }
  }
}
