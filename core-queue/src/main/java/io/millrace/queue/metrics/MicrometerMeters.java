package io.millrace.queue.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.millrace.queue.QueueSnapshot;
import io.millrace.queue.Settlement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * The queue's meters in a Micrometer registry, all with the one tag {@code pipeline}. In Prometheus
 * {@code millrace.pipeline.handler} reads {@code millrace_pipeline_handler_seconds}.
 *
 * <p>A stopped queue takes its meters out of the registry again.
 */
public final class MicrometerMeters implements QueueMeters {
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(30),
    Duration.ofMinutes(1),
    Duration.ofMinutes(10)
  };

  private final MeterRegistry registry;
  private final Tags tags;
  private final List<Meter> registered = new ArrayList<>();
  private final Timer handler;
  private final Timer queueWait;
  private final Timer endToEnd;
  private final Timer lag;
  private final Timer settle;
  private final Counter settleFailures;
  private final Counter producerFailures;
  private final Counter deadLetterFailures;
  private final Counter abandoned;
  private final Counter raised;
  private final Counter lowered;
  private final DoubleAdder blockedSeconds = new DoubleAdder();
  private final DoubleAdder idleSeconds = new DoubleAdder();
  private final Map<Settlement.Kind, Counter> outcomes = new EnumMap<>(Settlement.Kind.class);
  private final Map<RetryReason, Counter> retries = new EnumMap<>(RetryReason.class);
  private final Map<RetryReason, Counter> deadLetters = new EnumMap<>(RetryReason.class);

  public MicrometerMeters(MeterRegistry registry, String pipeline) {
    this.registry = registry;
    tags = Tags.of("pipeline", pipeline);
    handler = timer("millrace.pipeline.handler", "Time in the handler, per message");
    queueWait = timer("millrace.pipeline.queue.wait", "Time from ready for a handler to its call");
    endToEnd = timer("millrace.pipeline.end.to.end", "Time from fetch to settlement");
    lag = timer("millrace.pipeline.lag", "Time from a message's own timestamp to its settlement");
    settle = timer("millrace.commit", "Time a producer takes to settle");
    settleFailures =
        counter("millrace.commit.failures", "Calls to settle that failed", Tags.empty());
    producerFailures =
        counter("millrace.pipeline.producer.failures", "Calls to fetch that failed", Tags.empty());
    deadLetterFailures =
        counter(
            "millrace.pipeline.dead.letter.failures",
            "Pushes to the dead letters that failed",
            Tags.empty());
    abandoned =
        counter(
            "millrace.pipeline.handlers.abandoned",
            "Handler calls that ignored their time limit",
            Tags.empty());
    String changes = "millrace.pipeline.concurrency.changes";
    raised = counter(changes, "Changes of an adaptive limit", Tags.of("direction", "up"));
    lowered = counter(changes, "Changes of an adaptive limit", Tags.of("direction", "down"));
    for (Settlement.Kind kind : Settlement.Kind.values()) {
      outcomes.put(
          kind,
          counter(
              "millrace.pipeline.messages", "Messages settled", Tags.of("outcome", outcome(kind))));
    }
    for (RetryReason reason : RetryReason.values()) {
      Tags label = Tags.of("reason", reason.label());
      retries.put(
          reason,
          counter("millrace.pipeline.retries", "Attempts that are followed by another", label));
      deadLetters.put(
          reason, counter("millrace.pipeline.dead.letters", "Messages given up", label));
    }
  }

  private static String outcome(Settlement.Kind kind) {
    return switch (kind) {
      case ACKED -> "ok";
      case REJECTED -> "dropped";
      case DEAD_LETTERED -> "dead";
      case RETURNED -> "returned";
    };
  }

  @Override
  public boolean measuresTime() {
    return true;
  }

  @Override
  public void bind(Supplier<QueueSnapshot> snapshot) {
    gauge(
        "millrace.pipeline.inflight", "Messages with a handler", snapshot, QueueSnapshot::inFlight);
    gauge(
        "millrace.pipeline.buffer.messages",
        "Messages ready for a handler",
        snapshot,
        QueueSnapshot::buffered);
    gauge(
        "millrace.pipeline.buffer.bytes",
        "Bytes of all messages not settled",
        snapshot,
        QueueSnapshot::heldBytes);
    gauge(
        "millrace.pipeline.waiting.messages",
        "Messages that wait for a retry or for their key",
        snapshot,
        QueueSnapshot::waiting);
    gauge(
        "millrace.pipeline.concurrency.limit",
        "Handlers that may run at once",
        snapshot,
        QueueSnapshot::consumers);
    gauge(
        "millrace.pipeline.concurrency.used",
        "Messages with a handler, as the limit counts",
        snapshot,
        QueueSnapshot::inFlight);
    gauge(
        "millrace.pipeline.lag.messages",
        "Messages left in the source; -1 if it cannot tell",
        snapshot,
        QueueSnapshot::lag);
    gauge(
        "millrace.pipeline.paused",
        "1 while paused by an operator",
        snapshot,
        s -> s.isPaused() ? 1 : 0);
    gauge(
        "millrace.pipeline.producers.active",
        "Producers neither paused nor failing",
        snapshot,
        QueueSnapshot::activeProducers);
    gauge(
        "millrace.pipeline.oldest.inflight.seconds",
        "How long the longest running handler call has run",
        snapshot,
        s -> s.oldestInFlightNanos() / 1e9);
    counted(
        "millrace.pipeline.producer.blocked.seconds",
        "Time producers waited for room",
        blockedSeconds);
    counted(
        "millrace.pipeline.worker.idle.seconds", "Time workers waited for messages", idleSeconds);
  }

  @Override
  public void handled(long waitNanos, long handlerNanos) {
    queueWait.record(waitNanos, TimeUnit.NANOSECONDS);
    handler.record(handlerNanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void settled(Settlement.Kind kind, long endToEndNanos, long lagMillis) {
    counterOf(outcomes, kind).increment();
    endToEnd.record(endToEndNanos, TimeUnit.NANOSECONDS);
    if (lagMillis >= 0) {
      lag.record(lagMillis, TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void retried(RetryReason reason) {
    counterOf(retries, reason).increment();
  }

  @Override
  public void deadLettered(RetryReason reason) {
    counterOf(deadLetters, reason).increment();
  }

  @Override
  public void deadLetterFailed() {
    deadLetterFailures.increment();
  }

  @Override
  public void producerBlocked(long nanos) {
    blockedSeconds.add(nanos / 1e9);
  }

  @Override
  public void producerFailed() {
    producerFailures.increment();
  }

  @Override
  public void settleTook(long nanos, boolean failed) {
    settle.record(nanos, TimeUnit.NANOSECONDS);
    if (failed) {
      settleFailures.increment();
    }
  }

  @Override
  public void workerIdle(long nanos) {
    idleSeconds.add(nanos / 1e9);
  }

  @Override
  public void concurrencyChanged(int from, int to) {
    (to > from ? raised : lowered).increment();
  }

  @Override
  public void workerAbandoned() {
    abandoned.increment();
  }

  @Override
  public void close() {
    registered.forEach(registry::remove);
  }

  private static <K> Counter counterOf(Map<K, Counter> counters, K key) {
    Counter counter = counters.get(key);
    if (counter == null) {
      throw new IllegalStateException("no counter for " + key);
    }
    return counter;
  }

  private Timer timer(String name, String description) {
    return remember(
        Timer.builder(name)
            .description(description)
            .tags(tags)
            .serviceLevelObjectives(BUCKETS)
            .register(registry));
  }

  private Counter counter(String name, String description, Tags more) {
    return remember(
        Counter.builder(name).description(description).tags(tags).tags(more).register(registry));
  }

  private void gauge(
      String name,
      String description,
      Supplier<QueueSnapshot> snapshot,
      ToDoubleFunction<QueueSnapshot> value) {
    remember(
        Gauge.builder(name, snapshot, s -> value.applyAsDouble(s.get()))
            .description(description)
            .tags(tags)
            .strongReference(true)
            .register(registry));
  }

  private void counted(String name, String description, DoubleAdder seconds) {
    remember(
        io.micrometer.core.instrument.FunctionCounter.builder(name, seconds, DoubleAdder::sum)
            .description(description)
            .tags(tags)
            .register(registry));
  }

  private <M extends Meter> M remember(M meter) {
    registered.add(meter);
    return meter;
  }
}
