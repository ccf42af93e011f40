package io.millrace.daemon.config;

import io.millrace.queue.Concurrency;
import io.millrace.queue.Ordering;
import io.millrace.queue.QueueBuilder;
import io.millrace.queue.QueueConfig.RateLimit;
import io.millrace.queue.RetryPolicy;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the engine is told of one pipeline; its source, handler and sinks read their own sections.
 *
 * @param bufferMessages how many messages wait for a handler at most
 * @param bufferBytes how many bytes all messages hold that are fetched and not settled
 * @param deadLetterTimeLimit how long a push to the dead letters may take
 * @param fetch how many messages a producer is asked for at once
 */
public record PipelineConfig(
    String name,
    Ordering order,
    int producers,
    Concurrency consumers,
    int bufferMessages,
    long bufferBytes,
    int fetch,
    RetryPolicy retry,
    Optional<RateLimit> rate,
    Optional<Duration> timeLimit,
    Duration deadLetterTimeLimit,
    boolean virtualThreads) {

  static final String NAME = "[A-Za-z0-9][A-Za-z0-9_.-]*";
  static final int MAX_WORKERS = 10_000;
  private static final int DEFAULT_MAX_CONSUMERS = 256;

  /**
   * Reads an item of {@code pipelines}, all of it: a default stands in for what is wrong, and
   * {@link Configuration#check} tells of it.
   *
   * @param name as {@link #nameOf} answers it
   * @param usefulProducers how many producers the source has work for
   */
  public static PipelineConfig from(Section section, String name, int usefulProducers) {
    int processors = Runtime.getRuntime().availableProcessors();
    Section buffer = section.sectionOrEmpty("buffer");
    Concurrency adaptive = Concurrency.adaptive(1, DEFAULT_MAX_CONSUMERS);
    return new PipelineConfig(
        name,
        orderOf(section),
        section.integer(
            "producers", Math.max(1, Math.min(processors, usefulProducers)), 1, MAX_WORKERS),
        section.attempt("consumers", item -> consumers(item, adaptive)).orElse(adaptive),
        buffer.integer("messages", QueueBuilder.DEFAULT_BUFFER_MESSAGES, 1, 16 << 20),
        Quantities.bytesOrPercentOfHeap(buffer, "bytes", 10),
        section.integer("fetch", 512, 1, 1 << 20),
        retry(section.sectionOrEmpty("retry"), section.has("sink")),
        section.has("rate")
            ? section.attempt("rate", item -> rate(item.section("rate")))
            : Optional.empty(),
        section.attempt(PipelineConfig::timeLimit).flatMap(Function.identity()),
        section
            .attempt(PipelineConfig::deadLetterTimeLimit)
            .orElse(QueueBuilder.DEFAULT_DEAD_LETTER_TIME_LIMIT),
        section.flag("virtual-threads", false));
  }

  /**
   * The name of an item of {@code pipelines}; it also names a directory, meters and a path of the
   * admin server.
   */
  public static String nameOf(Section section) {
    String name = section.text("name");
    if (!name.matches(NAME) || name.matches("[0-9]+")) {
      throw section.error(
          "name",
          "a name has letters, digits, '-', '_' and '.', and not only digits, found '"
              + name
              + "'");
    }
    return name;
  }

  /** The order that an item of {@code pipelines} asks for. */
  public static Ordering orderOf(Section section) {
    return section.choice("order", Ordering.class, Ordering.NONE);
  }

  private static Concurrency consumers(Section section, Concurrency fallback) {
    if (!section.isText("consumers") && section.has("consumers")) {
      Section limits = section.section("consumers");
      int max = limits.integer("max", DEFAULT_MAX_CONSUMERS, 1, MAX_WORKERS);
      int min = limits.integer("min", 1, 1, MAX_WORKERS);
      if (min > max) {
        throw limits.error("min", "must not be more than max, which is " + max + ", found " + min);
      }
      return Concurrency.adaptive(min, max);
    }
    return section.value(
        "consumers", fallback, text -> consumers(text, fallback), unused -> "adaptive");
  }

  private static Concurrency consumers(String text, Concurrency adaptive) {
    if (text.equals("adaptive")) {
      return adaptive;
    }
    if (!text.matches("[0-9]{1,5}")
        || Integer.parseInt(text) < 1
        || Integer.parseInt(text) > MAX_WORKERS) {
      throw new IllegalArgumentException(
          "expected a number from 1 to "
              + MAX_WORKERS
              + ", or 'adaptive', or {min: 4, max: 256}, found '"
              + text
              + "'");
    }
    return Concurrency.fixed(Integer.parseInt(text));
  }

  /**
   * A handler fails because of a message, a sink because of its backend: a message for a sink that
   * is full or down waits for it, instead of being given up.
   */
  private static RetryPolicy retry(Section section, boolean endsInSink) {
    RetryPolicy standard = RetryPolicy.DEFAULT;
    int attempts =
        section.value(
            "attempts",
            endsInSink ? Integer.MAX_VALUE : standard.attempts(),
            Quantities::attempts,
            count -> count == Integer.MAX_VALUE ? "unlimited" : String.valueOf(count));
    Quantities.Backoff backoff =
        section.value(
            "backoff",
            new Quantities.Backoff(standard.initialBackoff(), standard.maxBackoff()),
            Quantities.Backoff::parse,
            String::valueOf);
    double jitter =
        section.value(
            "jitter", standard.jitter(), Quantities::share, share -> Math.round(share * 100) + "%");
    int maxWaiting = section.integer("max-waiting", standard.maxWaiting(), 1, 16 << 20);
    return new RetryPolicy(attempts, backoff.initial(), backoff.max(), jitter, maxWaiting);
  }

  private static RateLimit rate(Section section) {
    section.text("max");
    int max = section.integer("max", 1, 1, Integer.MAX_VALUE);
    Duration per = section.duration("per", Duration.ofSeconds(1));
    if (per.toMillis() < 1) {
      throw section.error("per", "must be at least 1ms");
    }
    return new RateLimit(max, per);
  }

  private static Optional<Duration> timeLimit(Section section) {
    return section
        .optionalDuration("time-limit")
        .map(limit -> checked(section, "time-limit", limit));
  }

  private static Duration deadLetterTimeLimit(Section section) {
    String key = "dead-letter-time-limit";
    return checked(
        section, key, section.duration(key, QueueBuilder.DEFAULT_DEAD_LETTER_TIME_LIMIT));
  }

  private static Duration checked(Section section, String key, Duration limit) {
    if (limit.toMillis() < 1) {
      throw section.error(key, "must be at least 1ms");
    }
    return limit;
  }
}
