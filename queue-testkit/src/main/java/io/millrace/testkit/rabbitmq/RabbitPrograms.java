package io.millrace.testkit.rabbitmq;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * The programs of a RabbitMQ that this machine can run.
 *
 * @param server not what Debian puts on the path: that one is for root, who becomes another user
 *     then
 * @param portMapper Erlang's, which the server needs beside it
 */
record RabbitPrograms(Path server, Path control, Path portMapper) {
  /** Names the directory of both scripts, for a RabbitMQ that is elsewhere. */
  static final String PROPERTY = "millrace.testkit.rabbitmq";

  private static final String DEBIAN = "/usr/lib/rabbitmq/bin";

  private static final String REMEDY =
      "there is no rabbitmq-server to test with: install one (on Debian: apt-get install"
          + " rabbitmq-server), or name the directory of its scripts in the system property "
          + PROPERTY;

  /**
   * Where they are.
   *
   * @throws IllegalStateException with the remedy when they are not all there
   */
  static RabbitPrograms find() {
    Path directory = Path.of(System.getProperty(PROPERTY, DEBIAN));
    Path server = directory.resolve("rabbitmq-server");
    Path control = directory.resolve("rabbitmqctl");
    Optional<Path> portMapper = onPath("epmd");
    if (!Files.isReadable(server) || !Files.isReadable(control) || portMapper.isEmpty()) {
      throw new IllegalStateException(REMEDY);
    }
    return new RabbitPrograms(server, control, portMapper.get());
  }

  private static Optional<Path> onPath(String program) {
    return Arrays.stream(
            Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, program))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
