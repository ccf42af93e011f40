package io.millrace.testkit.redis;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import redis.embedded.core.ExecutableProvider;

/**
 * A redis-server that this machine can run.
 *
 * @param major the first number of its version
 */
record RedisExecutable(Path path, int major) {
  private static final Pattern VERSION = Pattern.compile("\\bv=(\\d+)\\.");

  private static final class Packaged {
    /** That which the artifact com.github.codemonstur:embedded-redis brings. */
    private static final Optional<RedisExecutable> EXECUTABLE = find();

    private static Optional<RedisExecutable> find() {
      try {
        Class.forName("redis.embedded.core.ExecutableProvider");
        return Optional.of(of(ExecutableProvider.newJarResourceProvider().get().toPath()));
      } catch (ClassNotFoundException e) {
        return Optional.empty();
      } catch (IOException e) {
        throw new UncheckedIOException("the packaged redis-server cannot be unpacked", e);
      }
    }
  }

  /** The system's, as the path of executables tells. */
  static Optional<RedisExecutable> ofSystem() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of(path.split(File.pathSeparator))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, "redis-server"))
        .filter(Files::isExecutable)
        .findFirst()
        .map(RedisExecutable::of);
  }

  /** One from the class path, unpacked once for each JVM. */
  static Optional<RedisExecutable> packaged() {
    return Packaged.EXECUTABLE;
  }

  /** Asks the program for its version. */
  static RedisExecutable of(Path path) {
    try {
      Process process =
          new ProcessBuilder(path.toString(), "--version").redirectErrorStream(true).start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      Matcher version = VERSION.matcher(said);
      if (!version.find()) {
        throw new IllegalStateException(path + " is no redis-server that runs here: " + said);
      }
      return new RedisExecutable(path, Integer.parseInt(version.group(1)));
    } catch (IOException e) {
      throw new IllegalStateException(path + " cannot be run", e);
    }
  }
}
