package io.millrace.testkit.sim;

import io.millrace.queue.Concurrency;
import io.millrace.queue.Message;
import io.millrace.queue.Producer;
import io.millrace.queue.Pusher;
import io.millrace.queue.Queue;
import io.millrace.queue.QueueBuilder;
import io.millrace.queue.QueueConfig;
import io.millrace.testkit.sim.ObservedHandlers.SimulatedException;
import java.util.List;

/** Puts together one queue of a simulation, from parts that are observed and fail now and then. */
final class Assembly<T> {
  private final World<T> world;
  private final Life<T> life;

  Assembly(World<T> world, Life<T> life) {
    this.world = world;
    this.life = life;
  }

  QueueConfig<T> config() {
    Settings settings = world.simulation().engineSettings(world.settings);
    QueueBuilder<T> builder =
        Queue.<T>builder("sim")
            .producers(settings.producers(), this::producer)
            .concurrency(Concurrency.fixed(settings.consumers()))
            .ordering(settings.ordering())
            .bufferMessages(settings.bufferMessages())
            .bufferBytes(settings.bufferBytes())
            .fetchSize(settings.fetchSize())
            .retry(settings.retry());
    new ObservedHandlers<>(world, life).addTo(builder, world.scenario.handler());
    settings.handlerTimeLimit().ifPresent(builder::handlerTimeLimit);
    if (settings.hasDeadLetters()) {
      builder.deadLetters(new DeadLetters()).deadLetterTimeLimit(settings.pushTimeLimit());
    }
    return builder.toConfig();
  }

  private Producer<T> producer(int index) throws Exception {
    if (world.strikes(Fault.FAILING_FACTORY)) {
      throw new SimulatedException("no producer can be made");
    }
    for (ObservedProducer<T> open : life.producers) {
      if (open.index() == index) {
        world.complain(
            "producer " + index + " was made before the one that had this number is closed");
      }
    }
    Producer<T> innermost = world.source.producers().create(index);
    Producer<T> source = world.simulation().sourceChange().apply(innermost);
    ObservedProducer<T> producer = new ObservedProducer<>(world, life, index, source, innermost);
    life.producers.add(producer);
    return producer;
  }

  private final class DeadLetters implements Pusher<T> {
    private final Lingering<T> lingering = new Lingering<>(world);

    @Override
    public String name() {
      return "simulated dead letters";
    }

    @Override
    public void push(List<Message<T>> letters) throws Exception {
      long startNanos = world.time.nanoTime();
      long interruptsBefore = world.promises.interrupts;
      for (Message<T> letter : letters) {
        world.trace.note("dead letter", letter);
        world.promises.pushing(life, letter);
      }
      if (world.strikes(Fault.FAILING_DEAD_LETTERS)) {
        throw new SimulatedException("no dead letter can be taken");
      }
      if (lingering.isDue()) {
        lingering.linger(interruptsBefore);
      }
      letters.forEach(letter -> world.promises.pushed(life, letter, startNanos));
    }
  }
}
