package io.millrace.daemon.pipeline;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.daemon.config.AppConfig;
import io.millrace.daemon.config.Configuration;
import io.millrace.daemon.config.PipelineConfig;
import io.millrace.daemon.config.Section;
import io.millrace.daemon.spi.ConfigException;
import io.millrace.daemon.spi.Exclusive;
import io.millrace.daemon.spi.Sink;
import io.millrace.daemon.spi.Source;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A whole configuration, checked, with all its pipelines configured and none opened.
 *
 * <p>Close it unless {@link Pipelines} takes its pipelines over.
 */
public final class Blueprint implements AutoCloseable {
  private final AppConfig app;
  private final List<PipelinePlan> plans;
  private final Map<String, String> fixed;

  private Blueprint(AppConfig app, Map<String, String> fixed, List<PipelinePlan> plans) {
    this.app = app;
    this.fixed = fixed;
    this.plans = plans;
  }

  /**
   * Reads everything there is to read. Nothing is opened, also when it succeeds.
   *
   * <p>Sections that are not about pipelines and not in {@link AppConfig} must have been read
   * before.
   *
   * @param owners what other parts of the process have
   * @throws ConfigException with all that is wrong
   */
  public static Blueprint read(
      Configuration configuration, Parts parts, MeterRegistry meters, Owners owners) {
    Section root = configuration.root();
    List<PipelinePlan> plans = new ArrayList<>();
    boolean done = false;
    try {
      AppConfig app = AppConfig.from(root, configuration.file());
      Optional<List<Section>> sections = root.attempt(section -> section.sections("pipelines"));
      Set<String> names = new HashSet<>();
      for (Section section : sections.orElse(List.of())) {
        Optional<PipelinePlan> plan =
            configuration
                .attempt(
                    section, item -> PipelinePlan.read(item, parts, meters, app.stateDirectory()))
                .flatMap(Function.identity());
        plan.ifPresent(plans::add);
        if (section.attempt(item -> checkIsNew(item, names)).isPresent()) {
          plan.ifPresent(found -> checkIsAlone(section, found, owners));
        }
      }
      if (sections.isPresent() && sections.get().isEmpty()) {
        root.attempt(Blueprint::noPipelines);
      }
      configuration.check();
      done = true;
      return new Blueprint(app, fixed(root), plans);
    } finally {
      if (!done) {
        plans.forEach(PipelinePlan::close);
      }
    }
  }

  /** What the process takes up at its start only. */
  private static Map<String, String> fixed(Section root) {
    Map<String, String> fixed = new LinkedHashMap<>();
    for (String name : List.of("admin", "log")) {
      root.sectionOrEmpty(name)
          .values()
          .forEach((key, value) -> fixed.put(name + "." + key, value));
    }
    return fixed;
  }

  private static Boolean checkIsNew(Section section, Set<String> names) {
    if (section.has("name") && !names.add(PipelineConfig.nameOf(section))) {
      throw section.error("name", "another pipeline has this name");
    }
    return true;
  }

  /** Notes what another before needs as well of what only one can have. */
  private static void checkIsAlone(Section section, PipelinePlan plan, Owners owners) {
    String owner = "pipeline " + plan.config().name();
    check(section, "source", plan.source().exclusive(), owner, owners);
    check(section, "sink", plan.handler().exclusive(), owner, owners);
    check(section, "dead-letter", plan.deadLetters().exclusive(), owner, owners);
  }

  private static void check(
      Section section, String key, Optional<Exclusive> needed, String owner, Owners owners) {
    needed.ifPresent(
        what ->
            section.attempt(
                item -> {
                  owners.add(what, owner, item, key);
                  return true;
                }));
  }

  private static Boolean noPipelines(Section root) {
    throw root.error("pipelines", "at least one pipeline is needed");
  }

  public AppConfig app() {
    return app;
  }

  /**
   * The keys of the process whose values are other than in {@code other}, though a reload does not
   * change what they say, in the order of the file.
   */
  List<String> fixedOtherThan(Map<String, String> other) {
    Set<String> keys = new LinkedHashSet<>(fixed.keySet());
    keys.addAll(other.keySet());
    keys.removeIf(key -> Objects.equals(fixed.get(key), other.get(key)));
    return List.copyOf(keys);
  }

  /** What the process takes up at its start only, by path; to compare, not to print. */
  Map<String, String> fixed() {
    return fixed;
  }

  /** What each pipeline is, in words, in the order of the file. */
  public List<String> descriptions() {
    return plans.stream()
        .map(
            plan ->
                plan.config().name()
                    + ": "
                    + plan.source().description()
                    + " -> "
                    + plan.handler().description())
        .toList();
  }

  /** The pipelines' names, in the order of the file. */
  public List<String> names() {
    return plans.stream().map(plan -> plan.config().name()).toList();
  }

  /** Where a pipeline's messages come from; empty when there is no such pipeline. */
  public Optional<Source> source(String pipeline) {
    return plan(pipeline).map(PipelinePlan::source);
  }

  /** Where a pipeline's dead letters go; empty when there is no such pipeline. */
  public Optional<Sink> deadLetters(String pipeline) {
    return plan(pipeline).map(PipelinePlan::deadLetters);
  }

  private Optional<PipelinePlan> plan(String pipeline) {
    return plans.stream().filter(plan -> plan.config().name().equals(pipeline)).findFirst();
  }

  List<PipelinePlan> plans() {
    return plans;
  }

  @Override
  public void close() {
    plans.forEach(PipelinePlan::close);
  }
}
