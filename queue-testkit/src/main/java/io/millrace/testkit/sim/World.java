package io.millrace.testkit.sim;

import io.millrace.queue.Message;
import io.millrace.queue.QueueState;
import io.millrace.testkit.memory.Faults;
import io.millrace.testkit.memory.MemorySource;
import io.millrace.testkit.memory.MemorySourceBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Everything there is in one seed: a source that outlives its queues, one queue at a time, and
 * those who watch.
 */
final class World<T> {
  /**
   * How many turns may be in progress inside each other: so many handlers are busy at the same
   * time.
   */
  private static final int DEEPEST = 4;

  private static final int LARGEST_MESSAGE = 1_000;
  private static final Duration LEASE = Duration.ofSeconds(1);

  final Settings settings;
  final RandomGenerator random;
  final VirtualTime time = new VirtualTime();
  final Trace trace = new Trace(time);
  final Scenario<T> scenario;
  final MemorySource<T> source;
  final OrderCheck order;
  final CommitCheck commits;
  final Promises<T> promises;
  final Scheduler<T> scheduler;
  final Environment<T> environment;
  final SnapshotCheck snapshots;
  final List<Message<T>> published = new ArrayList<>();

  private final Simulation<T> simulation;
  private final SplittableRandom engineRandom;
  private final int environmentPercent;
  private @Nullable Life<T> life;
  private @Nullable AssertionError failure;
  private boolean isCalm;

  World(Simulation<T> simulation, Settings settings, long seed) {
    SplittableRandom root = new SplittableRandom(seed);
    this.simulation = simulation;
    this.settings = settings;
    random = root.split();
    engineRandom = root.split();
    scenario = simulation.scenarios().create(settings, root.split());
    MemorySourceBuilder<T> builder =
        MemorySource.<T>builder("simulated")
            .partitions(settings.partitions())
            .faults(sourceFaults(settings))
            .revokeBudget(settings.revokeBudget())
            .random(new Random(seed))
            .nanoTime(time::nanoTime)
            .pause(time::advance);
    source = (settings.has(Fault.LEASE) ? builder.lease(LEASE) : builder).build();
    order = new OrderCheck(settings.ordering(), settings.partitions());
    commits = new CommitCheck(source, order, this::complain);
    promises = new Promises<>(settings, time, order, this::complain);
    snapshots = new SnapshotCheck(settings, LARGEST_MESSAGE, this::complain);
    scheduler = new Scheduler<>(this, root.split());
    environment = new Environment<>(this, root.split());
    environmentPercent = 5 + random.nextInt(25);
  }

  private static Faults sourceFaults(Settings settings) {
    return Faults.NONE
        .withDuplicate(settings.rate(Fault.DUPLICATE))
        .withReorder(settings.rate(Fault.REORDER))
        .withLateSettle(settings.rate(Fault.LATE_SETTLE))
        .withFailFetch(settings.rate(Fault.FAILING_FETCH))
        .withFailSettle(settings.rate(Fault.FAILING_SETTLE));
  }

  /** Makes one step: some loop has a turn, or something happens around the queue. */
  void step() {
    if (random.nextInt(100) < environmentPercent) {
      environment.act();
    } else {
      scheduler.turnOne(life());
    }
  }

  /** A step in the midst of a turn. */
  void nestedStep() {
    if (!hasFailed()) {
      step();
      checkStopInTime(life());
    }
  }

  boolean mayNest() {
    return !isCalm && !hasFailed() && trace.depth <= DEEPEST;
  }

  /** Between two steps: everything that must hold. */
  void check() {
    commits.afterStep();
    Life<T> now = life();
    snapshots.check(now);
    for (String violation : source.violations()) {
      complain("contract of the source: " + violation);
    }
    try {
      scenario.afterStep();
    } catch (AssertionError e) {
      complain(e);
    }
    if (now.queue().state() == QueueState.STOPPED) {
      now.queue().drainReport().ifPresent(report -> snapshots.checkStopped(now, report));
      life = null;
    } else {
      checkStopInTime(now);
    }
  }

  /** Whatever its handlers do, a queue stops soon after the deadline. */
  private void checkStopInTime(Life<T> stopping) {
    if (stopping.isOverdue() && stopping.queue().state() != QueueState.STOPPED) {
      complain("the queue does not stop: " + stopping.queue().snapshot());
    }
  }

  /** The queue of now, a new one if the last one is gone. */
  Life<T> life() {
    Life<T> now = life;
    if (now == null) {
      now = new Life<>(time, settings);
      life = now;
      trace.note("a new queue");
      now.start(new Assembly<>(this, now).config(), engineRandom.split());
    }
    return now;
  }

  /** The queue is gone, and what it did not settle is the source's again. */
  void crash() {
    Life<T> dead = life;
    if (dead != null) {
      dead.producers.forEach(producer -> source.abandon(producer.innermost()));
      life = null;
    }
  }

  /** No more faults from now on. */
  void calm() {
    isCalm = true;
    trace.calm();
    source.inject(Faults.NONE);
    source.resume();
    scenario.calm();
    life().isPaused = false;
    life().queue().resume();
  }

  /** Whether this fault, if it is one of this seed's, happens now. */
  boolean strikes(Fault fault) {
    return !isCalm && settings.has(fault) && random.nextDouble() < 2 * settings.faultRate();
  }

  Simulation<T> simulation() {
    return simulation;
  }

  boolean hasFailed() {
    return failure != null;
  }

  void complain(String violation) {
    complain(new AssertionError(violation));
  }

  /** Only the first complaint counts: what comes after it is likely its consequence. */
  void complain(AssertionError violation) {
    if (failure == null) {
      trace.note("VIOLATION", violation.getMessage());
      failure = violation;
    }
  }

  @Nullable AssertionError failure() {
    return failure;
  }
}
