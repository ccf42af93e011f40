package io.millrace.daemon.demo.redis;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The program of a Redis server, which the machine has and we do not bring along. */
final class RedisProgram {
  private static final List<String> NAMES = List.of("redis-server", "valkey-server");

  private RedisProgram() {}

  /**
   * @param named by the user; else the first on the path
   * @param path the directories of programs, as the variable PATH has them
   * @throws IOException with the remedy when there is none
   */
  static Path find(Optional<Path> named, String path) throws IOException {
    if (named.isPresent()) {
      if (!Files.isExecutable(named.get()) || Files.isDirectory(named.get())) {
        throw new IOException(named.get() + " is no program that can be run");
      }
      return named.get();
    }
    return NAMES.stream()
        .flatMap(name -> in(path, name))
        .findFirst()
        .orElseThrow(
            () ->
                new IOException(
                    "there is no redis-server on the PATH; install one, 7.0 or later (on Debian:"
                        + " apt-get install redis-server), or name it with --redis-server FILE"));
  }

  private static Stream<Path> in(String path, String name) {
    return Stream.of(path.split(File.pathSeparator))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable);
  }
}
