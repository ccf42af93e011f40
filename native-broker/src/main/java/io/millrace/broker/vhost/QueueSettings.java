package io.millrace.broker.vhost;

import io.millrace.broker.queue.Deduplication;
import io.millrace.broker.queue.Envelope;
import io.millrace.broker.queue.LengthLimit;
import io.millrace.broker.queue.Overflow;
import io.millrace.broker.queue.QueueOptions;
import io.millrace.broker.queue.Redelivery;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that rules a queue at a time, from its arguments and its policy.
 *
 * @param options what its machine is told
 * @param deadLetterExchange where dead letters are published; null for nowhere
 * @param deadLetterRoutingKey null for the message's own
 */
record QueueSettings(
    QueueOptions options,
    @Nullable String deadLetterExchange,
    @Nullable String deadLetterRoutingKey) {
  /** Failed attempts allowed when nothing is said. */
  static final int DEFAULT_DELIVERY_LIMIT = 20;

  private static final int DEFAULT_IDS = 100_000;
  private static final long DEFAULT_WINDOW_MILLIS = 300_000;
  private static final double MULTIPLIER = 2;

  /** What rules a queue of which nothing is said. */
  static QueueSettings plain(HostSettings host) {
    return of(QueueArguments.NONE, host);
  }

  static QueueSettings of(QueueArguments arguments, HostSettings host) {
    Optional<String> exchange = arguments.text(QueueArgument.DEAD_LETTER_EXCHANGE);
    QueueOptions options =
        QueueOptions.builder()
            .length(length(arguments))
            .redelivery(redelivery(arguments, host))
            .deduplication(deduplication(arguments))
            .timeToLiveMillis(arguments.number(QueueArgument.MESSAGE_TTL, Envelope.NEVER))
            .expiresAfterMillis(arguments.number(QueueArgument.EXPIRES, Envelope.NEVER))
            .emptyExpiresAfterMillis(arguments.number(QueueArgument.EMPTY_EXPIRES, Envelope.NEVER))
            .deadLettering(exchange.isPresent())
            .keepingExhausted(true)
            .maxPriority((int) arguments.number(QueueArgument.MAX_PRIORITY, 0))
            .singleActiveConsumer(arguments.flag(QueueArgument.SINGLE_ACTIVE_CONSUMER))
            .messageGroups(arguments.flag(QueueArgument.MESSAGE_GROUP))
            .keyPatterns(arguments.flag(QueueArgument.KEY_PATTERNS))
            .build();
    return new QueueSettings(
        options,
        exchange.orElse(null),
        arguments.text(QueueArgument.DEAD_LETTER_ROUTING_KEY).orElse(null));
  }

  private static LengthLimit length(QueueArguments arguments) {
    Overflow overflow =
        arguments
            .text(QueueArgument.OVERFLOW)
            .flatMap(OverflowName::of)
            .orElse(Overflow.REJECT_PUBLISH);
    return new LengthLimit(
        arguments.number(QueueArgument.MAX_LENGTH, Long.MAX_VALUE),
        arguments.number(QueueArgument.MAX_LENGTH_BYTES, Long.MAX_VALUE),
        overflow);
  }

  private static Redelivery redelivery(QueueArguments arguments, HostSettings host) {
    long limit = arguments.number(QueueArgument.DELIVERY_LIMIT, DEFAULT_DELIVERY_LIMIT);
    long delayMillis = arguments.number(QueueArgument.REDELIVERY_DELAY, 0);
    return new Redelivery(
        limit < 0 ? Redelivery.UNLIMITED : (int) limit,
        arguments.number(QueueArgument.CONSUMER_TIMEOUT, host.consumerTimeout().toMillis()),
        delayMillis,
        MULTIPLIER,
        arguments.number(QueueArgument.REDELIVERY_MAX_DELAY, delayMillis));
  }

  private static Deduplication deduplication(QueueArguments arguments) {
    return arguments.flag(QueueArgument.MESSAGE_DEDUPLICATION)
        ? new Deduplication(
            arguments.number(QueueArgument.CACHE_TTL, DEFAULT_WINDOW_MILLIS),
            (int) arguments.number(QueueArgument.CACHE_SIZE, DEFAULT_IDS))
        : Deduplication.NONE;
  }
}
