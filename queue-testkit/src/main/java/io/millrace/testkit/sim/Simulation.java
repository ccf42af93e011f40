package io.millrace.testkit.sim;

import io.millrace.queue.Message;
import io.millrace.queue.Ordering;
import io.millrace.queue.Producer;
import io.millrace.queue.QueueConfig;
import io.millrace.queue.RetryPolicy;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;

/**
 * Runs handlers in the real engine, but without threads and in virtual time, under faults that are
 * drawn from a seed: duplicates, lost partitions, late settlements, failing backends, pauses,
 * resizes, stops, crashes. After every step it checks that the queue keeps its promises, and
 * whatever the {@link Scenario} adds.
 *
 * <pre>{@code
 * Simulation.of((settings, random) -> new Accounting(random)).ordering(Ordering.KEY).run(1_000);
 * }</pre>
 *
 * <p>The same seed gives the same run. {@code -Dmillrace.sim.seed=42} makes every simulation run
 * that seed alone.
 *
 * <p>Immutable, and safe for several threads if the scenario factory is. {@link #run} uses the
 * common pool, and each seed is run by one thread.
 *
 * @param <T> the payload
 */
public final class Simulation<T> {
  /** The system property that names the one seed to run. */
  public static final String SEED_PROPERTY = "millrace.sim.seed";

  private static final int DEFAULT_STEPS = 300;

  private final ScenarioFactory<T> scenarios;
  private final Set<Fault> faults;
  private final UnaryOperator<Settings> settings;
  private final int steps;
  private final UnaryOperator<Producer<T>> sourceChange;
  private final UnaryOperator<Settings> engineSettings;

  private Simulation(
      ScenarioFactory<T> scenarios,
      Set<Fault> faults,
      UnaryOperator<Settings> settings,
      int steps,
      UnaryOperator<Producer<T>> sourceChange,
      UnaryOperator<Settings> engineSettings) {
    this.scenarios = scenarios;
    this.faults = faults;
    this.settings = settings;
    this.steps = steps;
    this.sourceChange = sourceChange;
    this.engineSettings = engineSettings;
  }

  /** Simulates these scenarios, under all faults and every setting of the queue. */
  public static <T> Simulation<T> of(ScenarioFactory<T> scenarios) {
    return new Simulation<>(
        scenarios,
        EnumSet.allOf(Fault.class),
        UnaryOperator.identity(),
        DEFAULT_STEPS,
        UnaryOperator.identity(),
        UnaryOperator.identity());
  }

  /**
   * Simulates a handler alone.
   *
   * @param messages makes the n-th message
   */
  public static <T> Simulation<T> of(
      QueueConfig.Handler<T> handler, IntFunction<Message<T>> messages) {
    return of(
        (settings, random) ->
            new Scenario<>() {
              @Override
              public QueueConfig.Handler<T> handler() {
                return handler;
              }

              @Override
              public Message<T> message(int number) {
                return messages.apply(number);
              }
            });
  }

  /** Draws from these faults only. */
  public Simulation<T> faults(Set<Fault> allowed) {
    return new Simulation<>(
        scenarios, Set.copyOf(allowed), settings, steps, sourceChange, engineSettings);
  }

  /** All faults but these. */
  public Simulation<T> without(Fault... unwanted) {
    EnumSet<Fault> rest = EnumSet.allOf(Fault.class);
    rest.retainAll(faults);
    rest.removeAll(Set.of(unwanted));
    return faults(rest);
  }

  /** Every queue promises this order; otherwise it is drawn. */
  public Simulation<T> ordering(Ordering value) {
    return settings(drawn -> drawn.withOrdering(value));
  }

  /** Every queue retries like this; otherwise it is drawn. */
  public Simulation<T> retry(RetryPolicy value) {
    return settings(drawn -> drawn.withRetry(value));
  }

  /**
   * Whether queues have a place for dead letters; otherwise it is drawn. Without one a message is
   * tried until its handler is done with it.
   */
  public Simulation<T> deadLetters(boolean value) {
    return settings(drawn -> drawn.withDeadLetters(value));
  }

  /** Changes what was drawn. */
  public Simulation<T> settings(UnaryOperator<Settings> change) {
    return new Simulation<>(
        scenarios,
        faults,
        drawn -> change.apply(settings.apply(drawn)),
        steps,
        sourceChange,
        engineSettings);
  }

  /** How many steps each seed is under faults; 300 by default. */
  public Simulation<T> steps(int value) {
    return new Simulation<>(scenarios, faults, settings, value, sourceChange, engineSettings);
  }

  /** Puts something between the queue and the source. */
  Simulation<T> sourceChange(UnaryOperator<Producer<T>> change) {
    return new Simulation<>(scenarios, faults, settings, steps, change, engineSettings);
  }

  /** Sets the engine up in another way than the one that is checked. */
  Simulation<T> engineSettings(UnaryOperator<Settings> change) {
    return new Simulation<>(scenarios, faults, settings, steps, sourceChange, change);
  }

  /**
   * Runs the seeds from 0 on, or the one the system property names.
   *
   * @throws SimulationFailure for the smallest seed that shows a broken promise
   */
  public void run(int seeds) {
    Long only = Long.getLong(SEED_PROPERTY);
    if (only != null) {
      runSeed(only);
      return;
    }
    Optional<SimulationFailure> first =
        LongStream.range(0, seeds)
            .parallel()
            .mapToObj(this::failureOf)
            .flatMap(Optional::stream)
            .findFirst();
    if (first.isPresent()) {
      throw first.get();
    }
  }

  private Optional<SimulationFailure> failureOf(long seed) {
    try {
      runSeed(seed);
      return Optional.empty();
    } catch (SimulationFailure failure) {
      return Optional.of(failure);
    }
  }

  /**
   * Runs one seed.
   *
   * @throws SimulationFailure when a promise is broken
   */
  public void runSeed(long seed) {
    Settings drawn = settings.apply(Settings.random(new SplittableRandom(seed), faults));
    new Seed<>(this, drawn, seed).run(steps);
  }

  ScenarioFactory<T> scenarios() {
    return scenarios;
  }

  UnaryOperator<Producer<T>> sourceChange() {
    return sourceChange;
  }

  Settings engineSettings(Settings promised) {
    return engineSettings.apply(promised);
  }
}
