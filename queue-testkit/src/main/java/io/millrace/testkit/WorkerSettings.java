package io.millrace.testkit;

import io.millrace.queue.BatchConsumer;
import io.millrace.queue.Concurrency;
import io.millrace.queue.Consumer;
import io.millrace.queue.ConsumerFactory;
import io.millrace.queue.Message;
import io.millrace.queue.Ordering;
import io.millrace.queue.Outcome;
import io.millrace.queue.ProducerFactory;
import io.millrace.queue.Queue;
import io.millrace.queue.QueueBuilder;
import io.millrace.queue.RetryPolicy;
import io.millrace.testkit.check.LogEvent;
import java.time.Duration;
import java.util.List;

/**
 * How a test's worker is made: one producer, four consumers, short back-offs, unless it is said
 * otherwise. One, because a second that joins takes its share, and what is taken from the first
 * comes again without its back-off.
 */
final class WorkerSettings {
  static final int CONSUMERS = 4;

  /** Whatever else a queue can be told. */
  @FunctionalInterface
  interface Setting {
    void apply(QueueBuilder<byte[]> queue);
  }

  private final Trial trial;
  private final String name;
  private final Traffic traffic = new Traffic();
  private final CallLog calls;
  private final QueueBuilder<byte[]> builder;
  private final ProducerFactory<byte[]> producers;
  private Ordering ordering = Ordering.NONE;

  WorkerSettings(Trial trial, String name, boolean virtualThreads) {
    this.trial = trial;
    this.name = name;
    this.calls = trial.calls();
    ProducerFactory<byte[]> adapter = trial.destination().producers();
    producers = index -> new ObservedProducer(adapter.create(index), trial.destination(), traffic);
    builder =
        Queue.<byte[]>builder(name)
            .producers(1, producers)
            .concurrency(Concurrency.fixed(CONSUMERS))
            .bufferMessages(128)
            .fetchSize(32)
            .retry(new RetryPolicy(1_000, Duration.ofMillis(2), Duration.ofMillis(20), 0.5, 10_000))
            .virtualThreads(virtualThreads);
    if (trial.has(Feature.DEAD_LETTERS)) {
      builder.deadLetters(trial.destination().deadLetters());
    }
  }

  WorkerSettings producers(int count) {
    builder.producers(count, producers);
    return this;
  }

  WorkerSettings ordering(Ordering value) {
    ordering = value;
    builder.ordering(value);
    return this;
  }

  /** Attempts with pauses of exactly {@code backoff}. */
  WorkerSettings retry(int attempts, Duration backoff) {
    builder.retry(new RetryPolicy(attempts, backoff, backoff, 0, 10_000));
    return this;
  }

  WorkerSettings with(Setting setting) {
    setting.apply(builder);
    return this;
  }

  /** Starts the worker with a handler that all its threads share. */
  Worker handle(Consumer<byte[]> handler) {
    return handleWith(ConsumerFactory.shared(handler));
  }

  /** Starts the worker with a handler for each of its threads. */
  Worker handleWith(ConsumerFactory<byte[]> factory) {
    builder.consumers(() -> new RecordingConsumer(factory.create()));
    return start();
  }

  /** Starts the worker with a handler of batches; its calls are not recorded. */
  Worker handleBatches(int maxBatch, BatchConsumer<byte[]> handler) {
    builder.batchConsumers(
        maxBatch,
        () ->
            new BatchConsumer<>() {
              @Override
              public List<Outcome> consume(List<Message<byte[]>> messages) throws Exception {
                return handler.consume(messages);
              }

              @Override
              public boolean isAtomic() {
                return handler.isAtomic();
              }
            });
    return start();
  }

  private Worker start() {
    Worker worker = new Worker(name, builder.build(), traffic, calls);
    trial.started(worker);
    worker.queue().start();
    return worker;
  }

  /** Notes when a handler is called and how it ends. */
  private final class RecordingConsumer implements Consumer<byte[]> {
    private final Consumer<byte[]> handler;

    RecordingConsumer(Consumer<byte[]> handler) {
      this.handler = handler;
    }

    @Override
    public Outcome consume(Message<byte[]> message) throws Exception {
      int call = calls.begin(name, ordering, message);
      LogEvent.End end = LogEvent.End.FAILED;
      try {
        Outcome outcome = handler.consume(message);
        if (outcome != null && !(outcome instanceof Outcome.Retry)) {
          end = LogEvent.End.DONE;
        }
        return outcome;
      } catch (InterruptedException e) {
        end = LogEvent.End.INTERRUPTED;
        throw e;
      } finally {
        calls.end(call, end);
      }
    }

    @Override
    public void onEvent(Object event) {
      handler.onEvent(event);
    }

    @Override
    public void close() throws Exception {
      handler.close();
    }
  }
}
