package io.millrace.queue.engine;

import static java.util.Objects.requireNonNull;

import io.millrace.queue.QueueConfig;
import io.millrace.queue.retry.Backoff;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a worker's consumer, and keeps at it, with growing pauses, while its factory fails. Belongs
 * to the worker's thread.
 */
final class ConsumerOpening<T> {
  private static final Logger log = LoggerFactory.getLogger(ConsumerOpening.class);

  private final Core<T> core;
  private final String workerName;
  private final Caller<T> caller;
  private final Outbox<T> outbox;
  private final Backoff backoff;

  private @Nullable Handling<T> opened;
  private int failures;
  private long nextTryNanos;

  ConsumerOpening(Core<T> core, String workerName, Caller<T> caller, Outbox<T> outbox) {
    this.core = core;
    this.workerName = workerName;
    this.caller = caller;
    this.outbox = outbox;
    backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(30), 0.2, core.random);
    nextTryNanos = core.time.nanoTime();
  }

  /** How long to wait before the next {@link #attempt}; 0 or less for not at all. */
  long nanosToNextTry() {
    return nextTryNanos - core.time.nanoTime();
  }

  /** The consumer, ready to be called; or null, and the failure is logged. */
  @Nullable Handling<T> attempt() {
    opened = null;
    Exception failure = UserCode.failureOf(() -> opened = make());
    if (failure == null) {
      failures = 0;
      return opened;
    }
    failures++;
    long pause = backoff.nanosAfter(failures);
    nextTryNanos = core.time.nanoTime() + pause;
    if (Integer.bitCount(failures) == 1) {
      log.error(
          "{} has no consumer: its factory failed ({} so far); next try in {} ms",
          workerName,
          Count.of(failures, "time"),
          TimeUnit.NANOSECONDS.toMillis(pause),
          failure);
    }
    return null;
  }

  private Handling<T> make() throws Exception {
    QueueConfig.Handler<T> handler = core.config.handler();
    if (handler instanceof QueueConfig.Batch<T> batch) {
      return new BatchHandling<>(
          core, requireNonNull(batch.factory().create()), batch.maxBatch(), caller, outbox);
    }
    QueueConfig.Single<T> single = (QueueConfig.Single<T>) handler;
    return new SingleHandling<>(core, requireNonNull(single.factory().create()), caller, outbox);
  }
}
