package io.millrace.daemon.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Where dead letters are, as a command line says it: those of a pipeline, of a topic, or of a file.
 *
 * <p>Options only: picocli looks into this class at every start, and {@link DlqAccess} needs much
 * more of the program.
 */
final class DlqPlace {
  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec command;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The configuration that has the pipeline.")
  private @Nullable Path config;

  @Option(
      names = "--pipeline",
      paramLabel = "NAME",
      description = "Whose dead letters; may be left out where there is one pipeline only.")
  private @Nullable String pipeline;

  @Option(
      names = "--brokers",
      split = ",",
      paramLabel = "HOST:PORT",
      description = "Kafka brokers, instead of --config.")
  private List<String> brokers = List.of();

  @Option(names = "--topic", paramLabel = "TOPIC", description = "The topic of dead letters.")
  private @Nullable String topic;

  @Option(
      names = "--property",
      paramLabel = "NAME=VALUE",
      description = "A property of the Kafka client, such as security.protocol=SSL.")
  private Map<String, String> properties = new LinkedHashMap<>();

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "A file of dead letters, instead of --config.")
  private @Nullable Path file;

  /**
   * To be called before anything else.
   *
   * @throws ParameterException unless exactly one place is named
   */
  void check() {
    int places = (config != null ? 1 : 0) + (topic != null ? 1 : 0) + (file != null ? 1 : 0);
    if (places != 1) {
      throw wrong(
          "say where the dead letters are, in one way: --config FILE --pipeline NAME, "
              + "--brokers HOST:PORT --topic TOPIC, or --file FILE");
    }
  }

  ParameterException wrong(String problem) {
    return new ParameterException(command.commandLine(), problem);
  }

  Optional<Path> config() {
    return Optional.ofNullable(config);
  }

  Optional<String> pipeline() {
    return Optional.ofNullable(pipeline);
  }

  Optional<String> topic() {
    return Optional.ofNullable(topic);
  }

  Optional<Path> file() {
    return Optional.ofNullable(file);
  }

  List<String> brokers() {
    return brokers;
  }

  /** Of the Kafka client. */
  Map<String, String> properties() {
    return properties;
  }
}
