package io.millrace.testkit.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * The directory of a broker: its data, its configuration and what it says.
 *
 * @param directory deleted with the broker
 */
record BrokerFiles(Path directory) {
  private static final int TAIL_LINES = 40;

  /** The broker's JVM logs warnings, wherever its class path leads a logging library. */
  private static final String LOGBACK =
      """
      <configuration>
        <appender name="STDERR" class="ch.qos.logback.core.ConsoleAppender">
          <target>System.err</target>
          <encoder>
            <pattern>%d %-5level [%thread] %logger{0} %msg%n</pattern>
          </encoder>
        </appender>
        <root level="WARN">
          <appender-ref ref="STDERR"/>
        </root>
      </configuration>
      """;

  static BrokerFiles create(Optional<Path> parent) {
    try {
      Path directory =
          parent.isPresent()
              ? Files.createTempDirectory(parent.get(), "millrace-kafka-")
              : Files.createTempDirectory("millrace-kafka-");
      BrokerFiles files = new BrokerFiles(directory);
      Files.writeString(files.logback(), LOGBACK);
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException("no directory for a Kafka broker", e);
    }
  }

  Path data() {
    return directory.resolve("data");
  }

  Path properties() {
    return directory.resolve("broker.properties");
  }

  Path logback() {
    return directory.resolve("logback.xml");
  }

  /** What the process prints, over all its starts. */
  Path log() {
    return directory.resolve("broker.log");
  }

  /** There once the broker takes requests. */
  Path ready() {
    return directory.resolve("ready");
  }

  void writeProperties(Map<String, String> values) throws IOException {
    Properties properties = new Properties();
    properties.putAll(values);
    try (var writer = Files.newBufferedWriter(properties(), StandardCharsets.UTF_8)) {
      properties.store(writer, null);
    }
  }

  /** The last lines of the log, for a message about a failure. */
  String logTail() {
    try {
      List<String> lines = Files.readAllLines(log(), StandardCharsets.UTF_8);
      List<String> last = lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
      return "; the end of its log:\n" + String.join("\n", last);
    } catch (IOException e) {
      return "; its log cannot be read: " + e;
    }
  }

  /** Deletes the directory and all below it. */
  void delete() throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
