package io.millrace.daemon.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Where dead letters are, as a command line says it: those of a pipeline, of a topic, of a Redis
 * list, of a queue, or of a file.
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

  @Mixin private final RedisOptions redis = new RedisOptions();

  @Option(
      names = "--list",
      paramLabel = "LIST",
      description = "The list whose dead letters are meant, those in {LIST}:dead.")
  private @Nullable String list;

  @Mixin private final QueueOptions queues = new QueueOptions();

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      description = "In place of state.dir in --config, as the run was given it.")
  private @Nullable Path stateDirectory;

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
    long places =
        Stream.of(config, topic, list, queue().orElse(null), file).filter(Objects::nonNull).count();
    if (places != 1 || (list != null) != redis.isGiven() || !queues.isWhole()) {
      throw wrong(
          "say where the dead letters are, in one way: --config FILE --pipeline NAME, "
              + "--brokers HOST:PORT --topic TOPIC, --redis URI --list LIST, "
              + "--broker URI --queue QUEUE, --amqp URI --queue QUEUE, or --file FILE");
    }
    if (stateDirectory != null && config == null) {
      throw wrong("--state-dir is for dead letters of a pipeline: it needs --config FILE");
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

  /** The server that has {@link #list}. */
  RedisSite redis() {
    return redis.site();
  }

  Optional<String> list() {
    return Optional.ofNullable(list);
  }

  Optional<String> queue() {
    return queues.queue();
  }

  /**
   * The broker that has {@link #queue}.
   *
   * @throws ParameterException when it is none
   */
  QueueSite queueSite() {
    try {
      return queues.site();
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  /** Of the pipeline. */
  Optional<Path> stateDirectory() {
    return Optional.ofNullable(stateDirectory);
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
