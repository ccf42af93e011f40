package io.millrace.daemon.pipeline;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.daemon.config.PipelineConfig;
import io.millrace.daemon.config.Section;
import io.millrace.daemon.spi.Handler;
import io.millrace.daemon.spi.PipelineContext;
import io.millrace.daemon.spi.Sink;
import io.millrace.daemon.spi.SinkType;
import io.millrace.daemon.spi.Source;
import io.millrace.daemon.spi.SourceType;
import io.millrace.queue.Concurrency;
import io.millrace.queue.Ordering;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One pipeline, configured and checked, with nothing opened yet.
 *
 * <p>Whoever has it either makes a pipeline of it or closes it.
 *
 * @param values all its settings, by path; equal values make equal pipelines
 */
record PipelinePlan(
    PipelineConfig config,
    PipelineContext context,
    Source source,
    Handler handler,
    Sink deadLetters,
    Map<String, String> values)
    implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(PipelinePlan.class);
  private static final Set<String> RESIZABLE =
      Set.of("producers", "consumers", "consumers.min", "consumers.max");

  /**
   * Reads an item of {@code pipelines}, each part whatever is wrong with the others, so that one
   * check tells of all mistakes.
   *
   * @param state where this process keeps its state
   * @return empty when something is wrong that nothing can stand in for
   */
  static Optional<PipelinePlan> read(
      Section section, Parts parts, MeterRegistry meters, Path state) {
    Optional<String> given = section.attempt(PipelineConfig::nameOf);
    String name = given.orElse("unnamed");
    PipelineContext before =
        new PipelineContext(
            name,
            Path.of(""),
            state.resolve("pipelines").resolve(name),
            meters,
            PipelineConfig.orderOf(section),
            Optional.empty());
    Optional<Source> source = section.attempt("source", item -> source(item, parts, before));
    PipelineContext context = source.map(before::with).orElse(before);
    PipelineConfig config =
        PipelineConfig.from(section, name, source.map(Source::usefulProducers).orElse(1));
    source.ifPresent(part -> section.attempt(item -> checkOrder(item, part, config)));
    Optional<Handler> handler =
        section.attempt(
            section.has("handler") ? "handler" : "sink", item -> handler(item, parts, context));
    Optional<Sink> deadLetters =
        section.attempt("dead-letter", item -> deadLetters(item, parts, context, state));
    if (given.isPresent() && source.isPresent() && handler.isPresent() && deadLetters.isPresent()) {
      return Optional.of(
          new PipelinePlan(
              config, context, source.get(), handler.get(), deadLetters.get(), section.values()));
    }
    source.ifPresent(part -> close(part, name));
    handler.ifPresent(part -> close(part, name));
    deadLetters.ifPresent(part -> close(part, name));
    return Optional.empty();
  }

  /**
   * Whether {@code other} differs in nothing but what {@link io.millrace.queue.Queue#resize} can
   * set.
   */
  boolean differsOnlyInSize(PipelinePlan other) {
    return withoutSizes().equals(other.withoutSizes())
        && config.consumers().getClass() == other.config.consumers().getClass()
        && fewest(config.consumers()) == fewest(other.config.consumers());
  }

  /** The limit that a resize cannot move. */
  private static int fewest(Concurrency consumers) {
    return consumers instanceof Concurrency.Adaptive adaptive ? adaptive.min() : 0;
  }

  private Map<String, String> withoutSizes() {
    Map<String, String> others = new HashMap<>(values);
    others.keySet().removeAll(RESIZABLE);
    return others;
  }

  /** Lets go of the parts, each whatever becomes of the others. */
  @Override
  public void close() {
    close(source, config.name());
    close(handler, config.name());
    close(deadLetters, config.name());
  }

  private static void close(AutoCloseable part, String pipeline) {
    try {
      part.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      log.atWarn()
          .addKeyValue("pipeline", pipeline)
          .setCause(e)
          .log("pipeline {}: closing failed", pipeline);
    }
  }

  private static Source source(Section section, Parts parts, PipelineContext context) {
    PartChoice<SourceType> choice = PartChoice.read(section, "source", parts.sources());
    return choice.type().configure(choice.options(), context);
  }

  private static Boolean checkOrder(Section section, Source source, PipelineConfig config) {
    if (config.order() == Ordering.KEY && !source.hasKeys()) {
      throw section.error(
          "order",
          "the source gives its messages no keys, so there is no order to keep; say where the key is"
              + " (docs/configuration.md: key, key-header, keys), or leave order out");
    }
    return true;
  }

  private static Handler handler(Section section, Parts parts, PipelineContext context) {
    boolean hasSink = section.has("sink");
    if (section.has("handler")) {
      if (hasSink) {
        throw section.error("sink", "a pipeline ends in a handler or in a sink, not in both");
      }
      return new HandlerChoice(parts, context).read(section);
    }
    if (!hasSink) {
      throw section.error("", "a pipeline needs a 'handler:' or a 'sink:'");
    }
    PartChoice<SinkType> choice = PartChoice.read(section, "sink", parts.sinks());
    return new SinkHandler(choice.type().configure(choice.options(), context), context.pipeline());
  }

  /**
   * Messages are never thrown away for want of a line in the file: they go to a file from which
   * they can be sent again.
   */
  private static Sink deadLetters(
      Section section, Parts parts, PipelineContext context, Path state) {
    if (section.has("dead-letter")) {
      PartChoice<SinkType> choice = PartChoice.read(section, "dead-letter", parts.sinks());
      return choice.type().configureDeadLetters(choice.options(), context);
    }
    SinkType file = parts.sinks().get("file");
    if (file == null) {
      throw section.error(
          "",
          "a pipeline needs a 'dead-letter:' here, because there is no sink 'file' for a default");
    }
    Path path = state.resolve("dead-letters").resolve(context.pipeline() + ".ndjson");
    return file.configureDeadLetters(
        section
            .emptySection("dead-letter")
            .given("file", Map.of("path", path.toString(), "sync", "always")),
        context);
  }
}
