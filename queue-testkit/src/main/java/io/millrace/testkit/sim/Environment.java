package io.millrace.testkit.sim;

import io.millrace.queue.Message;
import io.millrace.queue.QueueState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * What happens around a queue: messages come, time passes, operators and backends do as they
 * please.
 */
final class Environment<T> {
  private final World<T> world;
  private final RandomGenerator random;
  private final List<Runnable> actions = new ArrayList<>();
  private int events;

  /** What is broadcast. */
  record Event(int number) {}

  Environment(World<T> world, RandomGenerator random) {
    this.world = world;
    this.random = random;
    add(6, this::publish);
    add(8, this::passTime);
    addIf(Fault.REVOKE, 1, () -> world.source.revoke(random.nextInt(world.settings.partitions())));
    addIf(Fault.LOSE, 1, () -> world.source.lose(random.nextInt(world.settings.partitions())));
    addIf(Fault.SOURCE_PAUSE, 1, this::pauseSource);
    addIf(Fault.PAUSE, 2, this::pause);
    addIf(Fault.RESIZE, 2, this::resize);
    addIf(Fault.STOP, 1, this::stop);
    addIf(Fault.CRASH, 1, this::crash);
    addIf(Fault.BROADCAST, 1, this::broadcast);
  }

  private void add(int weight, Runnable action) {
    for (int i = 0; i < weight; i++) {
      actions.add(action);
    }
  }

  private void addIf(Fault fault, int weight, Runnable action) {
    if (world.settings.has(fault)) {
      add(weight, action);
    }
  }

  void act() {
    actions.get(random.nextInt(actions.size())).run();
  }

  void publish() {
    int count =
        Math.min(1 + random.nextInt(8), world.settings.messages() - world.order.published());
    for (int i = 0; i < count; i++) {
      publishOne();
    }
  }

  void publishOne() {
    String key = random.nextInt(10) == 0 ? null : "k" + random.nextInt(world.settings.keys());
    Message<T> message =
        world.scenario.message(world.order.published()).toBuilder().key(key).build();
    int partition =
        Math.floorMod(
            key == null ? world.order.published() : key.hashCode(), world.settings.partitions());
    long offset = world.source.publish(partition, message);
    world.order.published(partition, offset, message);
    world.published.add(message);
    world.trace.note("publish " + partition + "@" + offset, key);
  }

  private void passTime() {
    int scale = random.nextInt(10);
    pass(
        scale < 5
            ? random.nextLong(TimeUnit.MILLISECONDS.toNanos(1))
            : scale < 9
                ? random.nextLong(TimeUnit.MILLISECONDS.toNanos(50))
                : random.nextLong(TimeUnit.SECONDS.toNanos(2)));
  }

  /**
   * Lets time pass; while a queue stops, in small portions, as threads have their turns in the
   * meantime.
   */
  void pass(long nanos) {
    Life<T> life = world.life();
    if (life.isStopRequested()) {
      world.scheduler.turnAll(life);
      world.time.advance(Math.min(nanos, TimeUnit.MILLISECONDS.toNanos(200)));
    } else {
      world.time.advance(nanos);
    }
  }

  private void pauseSource() {
    if (random.nextBoolean()) {
      world.source.pause();
    } else {
      world.source.resume();
    }
  }

  private void pause() {
    Life<T> life = world.life();
    boolean value = random.nextInt(3) == 0;
    world.trace.note(value ? "pause" : "resume");
    life.isPaused = value;
    if (value) {
      life.queue().pause();
    } else {
      life.queue().resume();
    }
  }

  private void resize() {
    Life<T> life = world.life();
    if (life.queue().state() == QueueState.RUNNING && !life.isStopRequested()) {
      life.producerTarget = 1 + random.nextInt(4);
      life.consumerTarget = 1 + random.nextInt(8);
      world.trace.note(
          "resize to " + life.producerTarget + " producers, consumers:", life.consumerTarget);
      life.queue().resize(life.producerTarget, life.consumerTarget);
    }
  }

  private void stop() {
    Duration deadline =
        random.nextInt(4) == 0
            ? Duration.ofMillis(random.nextInt(3) * 10L)
            : random.nextBoolean() ? Duration.ofSeconds(1) : Duration.ofHours(1);
    world.trace.note("stop within", deadline);
    world.life().requestStop(deadline);
  }

  private void crash() {
    if (world.trace.depth == 0) {
      world.trace.note("crash");
      world.crash();
    }
  }

  private void broadcast() {
    world.trace.note("broadcast", events);
    world.life().queue().broadcast(new Event(events++));
  }
}
