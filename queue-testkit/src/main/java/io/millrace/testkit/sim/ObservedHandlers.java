package io.millrace.testkit.sim;

import io.millrace.queue.BatchConsumer;
import io.millrace.queue.Consumer;
import io.millrace.queue.Message;
import io.millrace.queue.Outcome;
import io.millrace.queue.QueueBuilder;
import io.millrace.queue.QueueConfig;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Puts the simulation's eyes around the consumers of a scenario, and lets other things happen while
 * they are busy.
 */
final class ObservedHandlers<T> {
  private final World<T> world;
  private final Life<T> life;
  private final Lingering<T> lingering;

  ObservedHandlers(World<T> world, Life<T> life) {
    this.world = world;
    this.life = life;
    lingering = new Lingering<>(world);
  }

  void addTo(QueueBuilder<T> builder, QueueConfig.Handler<T> handler) {
    if (handler instanceof QueueConfig.Batch<T> batch) {
      builder.batchConsumers(batch.maxBatch(), () -> new Batch(made(batch.factory()::create)));
    } else {
      QueueConfig.Single<T> single = (QueueConfig.Single<T>) handler;
      builder.consumers(() -> new Single(made(single.factory()::create)));
    }
  }

  private <C> C made(Callable<C> factory) throws Exception {
    if (world.strikes(Fault.FAILING_FACTORY)) {
      throw new SimulatedException("no consumer can be made");
    }
    C consumer = factory.call();
    life.consumersMade++;
    return consumer;
  }

  /** Calls the handler, before or after some steps of others. */
  private List<Outcome> call(List<Message<T>> messages, Callable<List<Outcome>> handler)
      throws Exception {
    Call<T> call = world.promises.begun(life, messages);
    world.trace.note("handle", call);
    try {
      boolean isSlow = lingering.isDue();
      boolean isSlowAtFirst = isSlow && world.random.nextBoolean();
      if (isSlowAtFirst) {
        lingering.linger(call.interruptsBefore);
      }
      List<Outcome> outcomes = handler.call();
      if (isSlow && !isSlowAtFirst) {
        lingering.linger(call.interruptsBefore);
      }
      world.trace.note("answer", outcomes);
      world.promises.answered(life, call, outcomes);
      return outcomes;
    } catch (AssertionError e) {
      world.complain(e);
      throw e;
    } catch (Exception | Error e) {
      world.trace.note("handler failed", e);
      world.promises.failed(life, call);
      throw e;
    }
  }

  private void closed() {
    life.consumersClosed++;
  }

  /** What a simulated backend throws; without a stack trace, as there are many. */
  static final class SimulatedException extends IOException {
    private static final long serialVersionUID = 1L;

    SimulatedException(String message) {
      super(message);
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }
  }

  /** Checks that events come in order, and not in the midst of a call. */
  private final class EventCheck {
    private int last = -1;
    private boolean isBusy;
    private boolean isClosed;

    void begin() {
      if (isBusy || isClosed) {
        world.complain("a consumer was called " + (isClosed ? "after close" : "twice at once"));
      }
      isBusy = true;
    }

    void end() {
      isBusy = false;
    }

    void event(Object event) {
      if (isBusy || isClosed) {
        world.complain("an event came " + (isClosed ? "after close" : "in the midst of a call"));
      }
      if (event instanceof Environment.Event numbered) {
        if (numbered.number() <= last) {
          world.complain("event " + numbered.number() + " came after " + last);
        }
        last = numbered.number();
      }
    }

    void close() {
      if (isBusy || isClosed) {
        world.complain("a consumer was closed " + (isClosed ? "twice" : "in the midst of a call"));
      }
      isClosed = true;
      closed();
    }
  }

  private final class Single implements Consumer<T> {
    private final Consumer<T> consumer;
    private final EventCheck check = new EventCheck();

    Single(Consumer<T> consumer) {
      this.consumer = consumer;
    }

    @Override
    public Outcome consume(Message<T> message) throws Exception {
      check.begin();
      try {
        return call(List.of(message), () -> List.of(consumer.consume(message))).get(0);
      } finally {
        check.end();
      }
    }

    @Override
    public void onEvent(Object event) {
      check.event(event);
      consumer.onEvent(event);
    }

    @Override
    public void close() throws Exception {
      check.close();
      consumer.close();
    }
  }

  private final class Batch implements BatchConsumer<T> {
    private final BatchConsumer<T> consumer;
    private final EventCheck check = new EventCheck();

    Batch(BatchConsumer<T> consumer) {
      this.consumer = consumer;
    }

    @Override
    public List<Outcome> consume(List<Message<T>> messages) throws Exception {
      check.begin();
      try {
        return call(messages, () -> consumer.consume(messages));
      } finally {
        check.end();
      }
    }

    @Override
    public boolean isAtomic() {
      return consumer.isAtomic();
    }

    @Override
    public void onEvent(Object event) {
      check.event(event);
      consumer.onEvent(event);
    }

    @Override
    public void close() throws Exception {
      check.close();
      consumer.close();
    }
  }
}
