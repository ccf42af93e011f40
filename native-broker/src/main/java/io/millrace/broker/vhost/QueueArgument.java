package io.millrace.broker.vhost;

import io.millrace.broker.message.HeaderValue;
import io.millrace.broker.message.HeaderValue.Flag;
import io.millrace.broker.message.HeaderValue.Whole;
import io.millrace.broker.message.Text;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a queue can be told where it is declared, as the argument {@code x-<key>}, and most of it
 * also by a policy, as {@code <key>}.
 */
public enum QueueArgument {
  /** For how many milliseconds a message may wait. */
  MESSAGE_TTL(Kind.WHOLE, 0, Limits.LONGEST_MILLIS, true),
  /** After how many milliseconds without use the queue is deleted. */
  EXPIRES(Kind.WHOLE, 1, Limits.LONGEST_MILLIS, true),
  /** As {@link #EXPIRES}, while no message is in it: one that is just published is not lost. */
  EMPTY_EXPIRES(Kind.WHOLE, 1, Limits.LONGEST_MILLIS, true),
  /** How many messages may wait. */
  MAX_LENGTH(Kind.WHOLE, 0, Long.MAX_VALUE, true),
  /** How many bytes of bodies may wait. */
  MAX_LENGTH_BYTES(Kind.WHOLE, 0, Long.MAX_VALUE, true),
  /** What becomes of a message when there are so many. */
  OVERFLOW(Kind.TEXT, 0, 0, true) {
    @Override
    Optional<String> refusal(Object value) {
      return OverflowName.of((String) value).isPresent()
          ? Optional.empty()
          : Optional.of("is not one of " + OverflowName.all());
    }
  },
  /** The exchange that dead letters are published to. */
  DEAD_LETTER_EXCHANGE(Kind.TEXT, 0, 0, true),
  /** The routing key of dead letters; their own if there is none. */
  DEAD_LETTER_ROUTING_KEY(Kind.TEXT, 0, 0, true),
  /** What other brokers offer; here dead letters always go at least once. */
  DEAD_LETTER_STRATEGY(Kind.TEXT, 0, 0, true) {
    @Override
    Optional<String> refusal(Object value) {
      return oneOf(value, "at-most-once", "at-least-once");
    }
  },
  /** After how many failed attempts a message is a dead letter; -1 for no limit. */
  DELIVERY_LIMIT(Kind.WHOLE, -1, Integer.MAX_VALUE - 1, true),
  /** For how many milliseconds a delivery may remain without an answer. */
  CONSUMER_TIMEOUT(Kind.WHOLE, 1, Limits.LONGEST_MILLIS, true),
  /** How many milliseconds a first failed attempt keeps a message back. */
  REDELIVERY_DELAY(Kind.WHOLE, 0, Limits.LONGEST_MILLIS, true),
  /** To how many milliseconds that grows, doubling with each attempt. */
  REDELIVERY_MAX_DELAY(Kind.WHOLE, 0, Limits.LONGEST_MILLIS, true),
  /** The highest priority told apart. */
  MAX_PRIORITY(Kind.WHOLE, 0, 255, false),
  /** One consumer is served at a time. */
  SINGLE_ACTIVE_CONSUMER(Kind.FLAG, 0, 0, false),
  /** Messages of one key are delivered one at a time. */
  MESSAGE_GROUP(Kind.FLAG, 0, 0, false),
  /** A message whose id the queue remembers is dropped. */
  MESSAGE_DEDUPLICATION(Kind.FLAG, 0, 0, false),
  /** How many ids are remembered. */
  CACHE_SIZE(Kind.WHOLE, 1, 10_000_000, false),
  /** For how many milliseconds an id is remembered. */
  CACHE_TTL(Kind.WHOLE, 1, Limits.LONGEST_MILLIS, false),
  /** What other brokers offer; here every queue keeps what is in it where there is room. */
  QUEUE_MODE(Kind.TEXT, 0, 0, true) {
    @Override
    Optional<String> refusal(Object value) {
      return oneOf(value, "default", "lazy");
    }
  },
  /** What other brokers offer; here there is one way to store a queue. */
  QUEUE_VERSION(Kind.WHOLE, 1, 2, true),
  /** What other brokers offer; here every queue is of the same type. */
  QUEUE_TYPE(Kind.TEXT, 0, 0, false) {
    @Override
    Optional<String> refusal(Object value) {
      return value.equals("stream")
          ? Optional.of("of stream: there are no streams here, but classic and quorum queues")
          : oneOf(value, "classic", "quorum");
    }
  };

  private enum Kind {
    WHOLE,
    TEXT,
    FLAG
  }

  static final class Limits {
    /** Ten years; what is longer is a mistake, and so are sums that overflow. */
    static final long LONGEST_MILLIS = 10L * 366 * 24 * 3_600_000;

    private Limits() {}
  }

  private final Kind kind;
  private final long least;
  private final long most;
  private final boolean changeable;
  private final String key;

  QueueArgument(Kind kind, long least, long most, boolean changeable) {
    this.kind = kind;
    this.least = least;
    this.most = most;
    this.changeable = changeable;
    this.key = name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Optional<String> oneOf(Object value, String... known) {
    return List.of(known).contains(value)
        ? Optional.empty()
        : Optional.of("is not one of " + String.join(", ", known));
  }

  /** Its name in a policy. */
  public String key() {
    return key;
  }

  /** Its name where a queue is declared. */
  public String argument() {
    return "x-" + key;
  }

  /** Whether a policy may set it, also for a queue that lives. */
  public boolean isChangeable() {
    return changeable;
  }

  /** The one that a policy calls so. */
  public static Optional<QueueArgument> ofKey(String key) {
    return Arrays.stream(values())
        .filter(argument -> argument.key.equals(key) && argument.changeable)
        .findFirst();
  }

  /**
   * The value as a {@link Long}, {@link String} or {@link Boolean}; null if it is of another type.
   */
  @Nullable Object valueOf(HeaderValue value) {
    return switch (kind) {
      case WHOLE -> value instanceof Whole whole ? (Long) whole.value() : null;
      case TEXT -> value instanceof Text text ? text.toString() : null;
      case FLAG -> value instanceof Flag flag ? (Boolean) flag.value() : null;
    };
  }

  /** What is wrong with the value; empty if nothing is. */
  Optional<String> refusalOf(HeaderValue value) {
    Object typed = valueOf(value);
    if (typed == null) {
      return Optional.of(
          switch (kind) {
            case WHOLE -> "is not an integer";
            case TEXT -> "is not a text";
            case FLAG -> "is not true or false";
          });
    }
    if (typed instanceof Long number && (number < least || number > most)) {
      return Optional.of("of " + number + " is not within " + least + " to " + most);
    }
    return refusal(typed);
  }

  /** What else is wrong with a value of the right type. */
  Optional<String> refusal(Object value) {
    return Optional.empty();
  }
}
