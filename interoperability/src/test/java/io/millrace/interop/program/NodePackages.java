package io.millrace.interop.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/**
 * The programs of {@code src/test/resources/node}, with the packages that their lock file names,
 * which are installed below the build's directory once.
 */
public final class NodePackages {
  private static final String LOCK = "package-lock.json";

  private final Program node;
  private final Path programs;
  private final Path packages;

  private NodePackages(Program node, Path programs, Path packages) {
    this.node = node;
    this.programs = programs;
    this.packages = packages;
  }

  /**
   * Installs what is not there yet.
   *
   * @throws IllegalStateException with what to install if there is no Node or no npm
   */
  public static NodePackages install() {
    Program node = Program.ofSystem("node", "nodejs");
    Path programs = Resources.directory("node");
    Path target = programs.getParent().resolveSibling("node-packages").toAbsolutePath();
    try {
      if (!isInstalled(programs, target)) {
        Files.createDirectories(target);
        Files.copy(
            programs.resolve("package.json"),
            target.resolve("package.json"),
            StandardCopyOption.REPLACE_EXISTING);
        Files.copy(
            programs.resolve(LOCK), target.resolve(LOCK), StandardCopyOption.REPLACE_EXISTING);
        Program.ofSystem("npm", "npm")
            .with("ci", "--no-audit", "--no-fund", "--prefix", target)
            .run();
        Files.copy(programs.resolve(LOCK), installed(target), StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new NodePackages(node, programs, target.resolve("node_modules"));
  }

  private static boolean isInstalled(Path programs, Path target) throws IOException {
    return Files.exists(installed(target))
        && Files.mismatch(installed(target), programs.resolve(LOCK)) == -1;
  }

  /** A copy of the lock file, written when all that it names is there. */
  private static Path installed(Path target) {
    return target.resolve("installed.json");
  }

  /** The program of this name, to be given its arguments. */
  public Program program(String name) {
    return node.with(programs.resolve(Objects.requireNonNull(name) + ".js"))
        .withEnvironment("NODE_PATH", packages.toString());
  }
}
