package io.millrace.testkit.sim;

import io.millrace.queue.QueueState;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The course of one seed: a time of faults, then calm, in which everything must come to a good end.
 */
final class Seed<T> {
  private static final int MOST_ROUNDS = 3_000;

  /** What has nothing to wait for but turns must be done after so many rounds of a millisecond. */
  private static final int SOON_ROUNDS = 300;

  private static final long ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long LONGEST_ROUND_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final long seed;
  private final World<T> world;

  Seed(Simulation<T> simulation, Settings settings, long seed) {
    this.seed = seed;
    world = new World<>(simulation, settings, seed);
  }

  void run(int steps) {
    world.environment.publish();
    for (int i = 0; i < steps; i++) {
      world.step();
      check();
    }
    world.calm();
    finishStop();
    letGoOfRevoked();
    drain();
    end();
    atEnd();
  }

  /** A stop under way has nothing to wait for any more. */
  private void finishStop() {
    Life<T> stopping = world.life();
    if (stopping.isStopRequested()) {
      // A worker whose consumer could not be made waits before it tries again.
      long longest = world.settings.has(Fault.FAILING_FACTORY) ? LONGEST_ROUND_NANOS : ROUND_NANOS;
      rounds(() -> world.life() != stopping, SOON_ROUNDS, longest, "the stop waits for nothing");
    }
  }

  /** What belongs to a partition that was taken away is not kept, whatever it waits for. */
  private void letGoOfRevoked() {
    // A producer that is retired, or waits after a failure, does not hear of it yet.
    boolean mayProducersWait =
        world.settings.has(Fault.FAILING_FETCH)
            || world.settings.has(Fault.FAILING_FACTORY)
            || world.settings.has(Fault.RESIZE);
    if (!mayProducersWait) {
      rounds(
          () ->
              world.life().stays.values().stream()
                  .noneMatch(stay -> stay.message.partition().isRevoked()),
          SOON_ROUNDS,
          ROUND_NANOS,
          "messages of a partition that was taken away are kept");
    }
  }

  /** Every message is handled; then the queue is as large as it was told to be. */
  private void drain() {
    rounds(
        () ->
            world.order.isEverythingDone()
                && world.source.unfinished() == 0
                && world.life().stays.isEmpty(),
        MOST_ROUNDS,
        LONGEST_ROUND_NANOS,
        "messages are left that nobody handles");
    Life<T> life = world.life();
    rounds(
        () ->
            count(life, "-producer-") == life.producerTarget
                && count(life, "-consumer-") == life.consumerTarget,
        MOST_ROUNDS,
        LONGEST_ROUND_NANOS,
        "the queue is not of the size it was told to have");
  }

  private static long count(Life<?> life, String role) {
    return life.stepped().loops().stream().filter(loop -> loop.name().contains(role)).count();
  }

  /** Half of the seeds end with a stop, the others with the end of the source. */
  private void end() {
    Life<T> life = world.life();
    if (world.random.nextBoolean()) {
      world.trace.note("stop at the end");
      life.requestStop(Duration.ofHours(1));
    } else {
      world.trace.note("end of the source");
      world.source.end();
    }
    rounds(
        () -> life.queue().state() == QueueState.STOPPED,
        MOST_ROUNDS,
        LONGEST_ROUND_NANOS,
        "the queue does not come to its end");
    if (life.isStopRequested() && world.life() == life) {
      fail("no drain report");
    }
  }

  private void atEnd() {
    try {
      world.scenario.atEnd(world.published);
    } catch (AssertionError e) {
      world.complain(e);
    }
    throwFailure();
  }

  /**
   * Gives every loop its turns, and lets time pass the faster the less happens, until it is done.
   */
  private void rounds(BooleanSupplier isDone, int most, long longestNanos, String complaint) {
    long pause = ROUND_NANOS;
    long before = 0;
    for (int i = 0; !isDone.getAsBoolean(); i++) {
      if (i == most) {
        fail(complaint + ": " + world.life().queue().snapshot());
      }
      world.scheduler.turnAll(world.life());
      check();
      pause = world.promises.progress == before ? Math.min(2 * pause, longestNanos) : ROUND_NANOS;
      before = world.promises.progress;
      world.time.advance(pause);
    }
  }

  private void check() {
    if (!world.hasFailed()) {
      world.check();
    }
    throwFailure();
  }

  private void fail(String violation) {
    world.complain(violation);
    throwFailure();
  }

  private void throwFailure() {
    @Nullable AssertionError failure = world.failure();
    if (failure != null) {
      throw new SimulationFailure(
          seed, String.valueOf(failure.getMessage()), world.settings, world.trace, failure);
    }
  }
}
