package io.millrace.queue;

import static java.util.Objects.requireNonNull;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.queue.engine.QueueEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a {@link Queue} is made of. Only producers and consumers must be named; the rest
 * has defaults.
 *
 * <p>Not safe for several threads.
 */
public final class QueueBuilder<T> {
  /**
   * Messages the channel holds by default. Below some hundreds, hand-over costs many times more a
   * message.
   */
  public static final int DEFAULT_BUFFER_MESSAGES = 4_096;

  /** See {@link #deadLetterTimeLimit}. */
  public static final Duration DEFAULT_DEAD_LETTER_TIME_LIMIT = Duration.ofSeconds(30);

  private final String name;
  private String noun = "queue";
  private @Nullable ProducerFactory<T> producerFactory;
  private int producers = Runtime.getRuntime().availableProcessors();
  private QueueConfig.@Nullable Handler<T> handler;
  private Concurrency concurrency =
      Concurrency.fixed(2 * Runtime.getRuntime().availableProcessors());
  private Ordering ordering = Ordering.NONE;
  private int bufferMessages = DEFAULT_BUFFER_MESSAGES;
  private long bufferBytes = Runtime.getRuntime().maxMemory() / 10;
  private int fetchSize = 512;
  private RetryPolicy retry = RetryPolicy.DEFAULT;
  private @Nullable Pusher<T> deadLetters;
  private Duration deadLetterTimeLimit = DEFAULT_DEAD_LETTER_TIME_LIMIT;
  private @Nullable Bulkhead bulkhead;
  private QueueConfig.@Nullable RateLimit rateLimit;
  private @Nullable Duration handlerTimeLimit;
  private boolean virtualThreads;
  private @Nullable MeterRegistry meters;
  private final List<QueueListener> listeners = new ArrayList<>();
  private final List<ProducerListener> producerListeners = new ArrayList<>();
  private Duration stopTimeout = Duration.ofSeconds(25);

  QueueBuilder(String name) {
    this.name = requireNonNull(name);
  }

  /**
   * What the log and exceptions call the queue, before its name: {@code queue} by default. For an
   * application whose users know it by another word, such as {@code pipeline}.
   */
  public QueueBuilder<T> noun(String value) {
    noun = requireNonNull(value);
    return this;
  }

  /** As many producers as there are processors. */
  public QueueBuilder<T> producers(ProducerFactory<T> factory) {
    producerFactory = requireNonNull(factory);
    return this;
  }

  public QueueBuilder<T> producers(int count, ProducerFactory<T> factory) {
    producers = atLeast(1, count, "producers");
    return producers(factory);
  }

  /** The handler, one message at a time. */
  public QueueBuilder<T> consumers(ConsumerFactory<T> factory) {
    handler = new QueueConfig.Single<>(requireNonNull(factory));
    return this;
  }

  /**
   * The handler, up to {@code maxBatch} messages at a time; a batch is what is ready, nobody waits
   * for it to fill.
   */
  public QueueBuilder<T> batchConsumers(int maxBatch, BatchConsumerFactory<T> factory) {
    handler = new QueueConfig.Batch<>(requireNonNull(factory), maxBatch);
    return this;
  }

  /** How many handlers run at once; by default twice as many as there are processors. */
  public QueueBuilder<T> concurrency(Concurrency value) {
    concurrency = requireNonNull(value);
    return this;
  }

  public QueueBuilder<T> ordering(Ordering value) {
    ordering = requireNonNull(value);
    return this;
  }

  /** How many messages the channel holds. */
  public QueueBuilder<T> bufferMessages(int value) {
    bufferMessages = atLeast(1, value, "bufferMessages");
    return this;
  }

  /**
   * How many bytes all messages fetched and not settled hold; by default a tenth of the heap's
   * maximum. Exceeded by at most one message for each producer, whose size is known only once it is
   * there.
   */
  public QueueBuilder<T> bufferBytes(long value) {
    if (value < 1) {
      throw new IllegalArgumentException("bufferBytes must be at least 1, got " + value);
    }
    bufferBytes = value;
    return this;
  }

  /** How many messages a producer is asked for at once, at most; 512 by default. */
  public QueueBuilder<T> fetchSize(int value) {
    fetchSize = atLeast(1, value, "fetchSize");
    return this;
  }

  public QueueBuilder<T> retry(RetryPolicy value) {
    retry = requireNonNull(value);
    return this;
  }

  /**
   * Where messages go whose attempts are used up, or that a handler answers with {@link
   * Outcome#deadLetter}. The queue does not close it. When a push fails it is repeated with
   * back-off, the message kept until it succeeds or the queue stops. Without a pusher attempts are
   * unlimited, and what a handler makes a dead letter is rejected.
   */
  public QueueBuilder<T> deadLetters(Pusher<T> pusher) {
    deadLetters = requireNonNull(pusher);
    return this;
  }

  /**
   * How long a push to the dead letters may take; 30 seconds by default. Past it the push is dealt
   * with as {@link #handlerTimeLimit} says of a handler call, and one that does not answer has
   * failed: the message is kept and pushed again, so the dead letters may have it twice.
   */
  public QueueBuilder<T> deadLetterTimeLimit(Duration value) {
    deadLetterTimeLimit = limit(value, "deadLetterTimeLimit");
    return this;
  }

  /**
   * Asked for a permission around every handler call; share one between queues that use the same
   * downstream.
   */
  public QueueBuilder<T> bulkhead(Bulkhead value) {
    bulkhead = requireNonNull(value);
    return this;
  }

  public QueueBuilder<T> rateLimit(int max, Duration period) {
    rateLimit = new QueueConfig.RateLimit(max, period);
    return this;
  }

  /**
   * How long a handler call may take. Past it the handler's stack is logged and its thread
   * interrupted. A call that then fails counts as a failed attempt; one that answers after all is
   * believed. One that ignores the interrupt for as long again is abandoned: the attempt has
   * failed, a new worker takes its place, and its later answer is refused.
   */
  public QueueBuilder<T> handlerTimeLimit(Duration value) {
    handlerTimeLimit = limit(value, "handlerTimeLimit");
    return this;
  }

  /**
   * Runs consumers on virtual threads where the JVM has them (21 and newer); elsewhere this changes
   * nothing.
   */
  public QueueBuilder<T> virtualThreads(boolean value) {
    virtualThreads = value;
    return this;
  }

  /** Where the queue's meters are registered; without it nothing is measured. */
  public QueueBuilder<T> meters(MeterRegistry registry) {
    meters = requireNonNull(registry);
    return this;
  }

  public QueueBuilder<T> listener(QueueListener listener) {
    listeners.add(requireNonNull(listener));
    return this;
  }

  public QueueBuilder<T> producerListener(ProducerListener listener) {
    producerListeners.add(requireNonNull(listener));
    return this;
  }

  /** The deadline of {@link Queue#close}; 25 seconds by default, which fits Kubernetes' 30. */
  public QueueBuilder<T> stopTimeout(Duration value) {
    stopTimeout = requireNonNull(value);
    return this;
  }

  /** The parts, checked. */
  public QueueConfig<T> toConfig() {
    if (producerFactory == null) {
      throw new IllegalStateException(noun + " " + name + " has no producers: call producers(...)");
    }
    if (handler == null) {
      throw new IllegalStateException(
          noun + " " + name + " has no consumers: call consumers(...) or batchConsumers(...)");
    }
    return new QueueConfig<>(
        name,
        noun,
        producerFactory,
        producers,
        handler,
        concurrency,
        ordering,
        bufferMessages,
        bufferBytes,
        fetchSize,
        retry,
        Optional.ofNullable(deadLetters),
        deadLetterTimeLimit,
        Optional.ofNullable(bulkhead),
        Optional.ofNullable(rateLimit),
        Optional.ofNullable(handlerTimeLimit),
        virtualThreads,
        Optional.ofNullable(meters),
        listeners,
        producerListeners,
        stopTimeout);
  }

  /** The queue, not started. */
  public Queue<T> build() {
    return new QueueEngine<>(toConfig());
  }

  private static Duration limit(Duration value, String what) {
    if (value.compareTo(Duration.ofMillis(1)) < 0) {
      throw new IllegalArgumentException(what + " must be at least 1 ms, got " + value);
    }
    return value;
  }

  private static int atLeast(int least, int value, String what) {
    if (value < least) {
      throw new IllegalArgumentException(what + " must be at least " + least + ", got " + value);
    }
    return value;
  }
}
