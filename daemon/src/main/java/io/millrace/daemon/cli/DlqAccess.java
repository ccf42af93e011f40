package io.millrace.daemon.cli;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.daemon.amqp.AmqpConnection;
import io.millrace.daemon.config.Configuration;
import io.millrace.daemon.config.Section;
import io.millrace.daemon.deadletter.redis.RedisDeadLetters;
import io.millrace.daemon.logging.Logging;
import io.millrace.daemon.logging.StatusLine;
import io.millrace.daemon.pipeline.Blueprint;
import io.millrace.daemon.pipeline.Parts;
import io.millrace.daemon.spi.DeadLetterException;
import io.millrace.daemon.spi.PipelineContext;
import io.millrace.daemon.spi.Sink;
import io.millrace.daemon.spi.SinkType;
import io.millrace.queue.redrive.DeadLetterStore;
import io.millrace.redis.deadletter.DeadLetterList;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Opens the dead letters of a {@link DlqPlace}, and targets beside them. */
final class DlqAccess {
  private final DlqPlace place;

  DlqAccess(DlqPlace place) {
    this.place = place;
  }

  /** An open place, and what sinks need to know to be targets beside it. */
  record Opened(DeadLetterStore letters, PipelineContext context, Optional<Blueprint> blueprint)
      implements AutoCloseable {
    @Override
    public void close() throws Exception {
      try {
        letters.close();
      } finally {
        blueprint.ifPresent(Blueprint::close);
      }
    }
  }

  /**
   * Finds the place; nothing is opened yet.
   *
   * @throws io.millrace.daemon.spi.ConfigException when the configuration is wrong
   * @throws DeadLetterException when there is no such pipeline, or its dead letters cannot be read
   *     back
   */
  Opened open(CommandContext outside) throws DeadLetterException {
    Logging.onlyWarnings(new StatusLine(outside.err()));
    place.check();
    if (place.config().isPresent()) {
      return ofPipeline(place.config().get(), outside);
    }
    if (place.file().isPresent()) {
      Path file = place.file().get();
      if (!Files.isRegularFile(file)) {
        throw new DeadLetterException(
            DeadLetterException.Kind.NOT_FOUND, "there is no file " + file);
      }
      Map<String, String> values = Map.of("path", file.toString(), "format", "envelope");
      return of(sink("file", values, alone()));
    }
    if (place.list().isPresent()) {
      return ofList(place.redis(), place.list().get());
    }
    if (place.queue().isPresent()) {
      QueueSite site = place.queueSite();
      return of(sink(site.type(), site.optionsOfLetters(place.queue().get()), alone()));
    }
    return of(sink("kafka", kafka(place.topic().orElse(""), alone()), alone()));
  }

  private Opened ofList(RedisSite site, String list) {
    DeadLetterStore letters;
    try {
      letters = RedisDeadLetters.of(DeadLetterList.builder().location(site::describeTo).of(list));
    } catch (IllegalArgumentException e) {
      throw place.wrong(String.valueOf(e.getMessage()));
    }
    return new Opened(letters, alone(), Optional.empty());
  }

  /**
   * What {@code --to} names: a URL to post to, {@code file:PATH} to append to, {@code list:LIST} of
   * the Redis, {@code queue:QUEUE} of the broker, or a topic of the brokers, that the command line
   * or the pipeline's source names.
   */
  Sink target(String to, PipelineContext context) {
    if (to.startsWith("http://") || to.startsWith("https://")) {
      return sink("http", Map.of("url", to), context);
    }
    if (to.startsWith("file:")) {
      return sink("file", Map.of("path", to.substring("file:".length())), context);
    }
    if (to.startsWith("list:")) {
      return list(to.substring("list:".length()), context);
    }
    if (to.startsWith("queue:")) {
      return queue(to.substring("queue:".length()), context);
    }
    if (to.contains("://")) {
      throw place.wrong(
          "--to wants http://, https://, file:PATH, list:LIST, queue:QUEUE or a topic, got " + to);
    }
    return sink("kafka", kafka(to, context), context);
  }

  private Sink list(String name, PipelineContext context) {
    if (place.list().isEmpty()) {
      return sink("redis", Map.of("list", name), context);
    }
    try {
      return new ListTarget(place.redis(), name);
    } catch (IllegalArgumentException e) {
      throw place.wrong(String.valueOf(e.getMessage()));
    }
  }

  private Sink queue(String name, PipelineContext context) {
    if (place.queue().isPresent()) {
      QueueSite site = place.queueSite();
      return sink(site.type(), site.options(name), context);
    }
    boolean isAmqp = AmqpConnection.neighbour(context).isPresent();
    return sink(isAmqp ? QueueSite.AMQP : QueueSite.MILLRACE, Map.of("queue", name), context);
  }

  private Opened ofPipeline(Path path, CommandContext outside) throws DeadLetterException {
    Map<String, String> flags = new LinkedHashMap<>();
    place.stateDirectory().ifPresent(directory -> flags.put("state.dir", directory.toString()));
    Blueprint blueprint =
        new ConfigReader(path, flags, outside.environment()).readToCheck().blueprint();
    boolean done = false;
    try {
      String name = nameIn(blueprint);
      Sink sink = blueprint.deadLetters(name).orElseThrow(() -> noPipeline(name, blueprint));
      DeadLetterStore letters =
          sink.deadLetters()
              .orElseThrow(
                  () ->
                      new DeadLetterException(
                          DeadLetterException.Kind.NOT_FOUND,
                          "the dead letters of pipeline "
                              + name
                              + " go to "
                              + sink.description()
                              + ", from which they cannot be read back; a Kafka topic, a Redis list, a"
                              + " queue, or a file with format: envelope, can"));
      done = true;
      PipelineContext alone = alone();
      return new Opened(
          letters, blueprint.source(name).map(alone::with).orElse(alone), Optional.of(blueprint));
    } finally {
      if (!done) {
        blueprint.close();
      }
    }
  }

  private String nameIn(Blueprint blueprint) {
    List<String> names = blueprint.names();
    if (place.pipeline().isEmpty() && names.size() != 1) {
      throw place.wrong(
          "say whose dead letters with --pipeline, one of: " + String.join(", ", names));
    }
    return place.pipeline().orElseGet(() -> names.get(0));
  }

  private static DeadLetterException noPipeline(String name, Blueprint blueprint) {
    return new DeadLetterException(
        DeadLetterException.Kind.NOT_FOUND,
        "there is no pipeline "
            + name
            + "; the pipelines are: "
            + String.join(", ", blueprint.names()));
  }

  private static Opened of(Sink sink) {
    return new Opened(
        sink.deadLetters()
            .orElseThrow(() -> new IllegalStateException(sink.description() + " is no place")),
        alone(),
        Optional.empty());
  }

  private Map<String, String> kafka(String name, PipelineContext context) {
    if (place.brokers().isEmpty() && context.source().isEmpty()) {
      throw place.wrong("say where topic " + name + " is: --brokers HOST:PORT");
    }
    Map<String, String> values = new LinkedHashMap<>();
    values.put("topic", name);
    if (!place.brokers().isEmpty()) {
      values.put("brokers", String.join(",", place.brokers()));
    }
    place.properties().forEach((property, value) -> values.put("properties." + property, value));
    return values;
  }

  /** Reads what the command line says as if it stood in a file, with the same checks. */
  private static Sink sink(String type, Map<String, String> values, PipelineContext context) {
    Map<String, String> flags = new LinkedHashMap<>();
    values.forEach((key, value) -> flags.put(type + "." + key, value));
    Configuration configuration = Configuration.parse("the command line", "", flags, Map.of());
    SinkType sinks = Parts.load().sinks().get(type);
    if (sinks == null) {
      throw new IllegalStateException("there is no sink " + type);
    }
    Section section = configuration.root().section(type);
    Optional<Sink> sink =
        configuration.attempt(section, options -> sinks.configure(options, context));
    configuration.check();
    return sink.orElseThrow(() -> new IllegalStateException("the sink has no mistake"));
  }

  private static PipelineContext alone() {
    return new PipelineContext("dlq", Path.of(""), Path.of(""), new SimpleMeterRegistry());
  }
}
