package io.millrace.queue;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Everything a queue is made of, checked. Made by {@link QueueBuilder}, whose methods explain the
 * parts.
 */
public record QueueConfig<T>(
    String name,
    String noun,
    ProducerFactory<T> producerFactory,
    int producers,
    Handler<T> handler,
    Concurrency concurrency,
    Ordering ordering,
    int bufferMessages,
    long bufferBytes,
    int fetchSize,
    RetryPolicy retry,
    Optional<Pusher<T>> deadLetters,
    Duration deadLetterTimeLimit,
    Optional<Bulkhead> bulkhead,
    Optional<RateLimit> rateLimit,
    Optional<Duration> handlerTimeLimit,
    boolean virtualThreads,
    Optional<MeterRegistry> meters,
    List<QueueListener> listeners,
    List<ProducerListener> producerListeners,
    Duration stopTimeout) {

  public QueueConfig {
    listeners = List.copyOf(listeners);
    producerListeners = List.copyOf(producerListeners);
  }

  /** What it is called in the log and in exceptions: {@code queue mail}. */
  public String title() {
    return noun + " " + name;
  }

  /** Messages one at a time, or in batches. */
  public sealed interface Handler<T> permits Single, Batch {}

  /** A consumer of single messages for each worker. */
  public record Single<T>(ConsumerFactory<T> factory) implements Handler<T> {}

  /**
   * A consumer of batches for each worker.
   *
   * @param maxBatch how many messages a batch holds at most
   */
  public record Batch<T>(BatchConsumerFactory<T> factory, int maxBatch) implements Handler<T> {
    public Batch {
      if (maxBatch < 1) {
        throw new IllegalArgumentException("maxBatch must be at least 1, got " + maxBatch);
      }
    }
  }

  /**
   * At most this many messages begun in each period, over all consumers.
   *
   * @param max messages a period
   * @param period the period, at least 1 ms
   */
  public record RateLimit(int max, Duration period) {
    public RateLimit {
      if (max < 1) {
        throw new IllegalArgumentException(
            "a rate limit needs at least 1 message a period, got " + max);
      }
      if (period.toMillis() < 1) {
        throw new IllegalArgumentException(
            "a rate limit's period must be at least 1 ms, got " + period);
      }
    }
  }
}
