package io.millrace.daemon.deadletter.redis;

import io.millrace.daemon.deadletter.ToldLetters;
import io.millrace.daemon.spi.DeadLetterException;
import io.millrace.daemon.spi.DeadLetterException.Kind;
import io.millrace.queue.redrive.DeadLetterStore;
import io.millrace.redis.connection.Refusal;
import io.millrace.redis.deadletter.DeadLetterList;
import java.util.Optional;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** The dead letters in a Redis list, with its exceptions put into an operator's words. */
public final class RedisDeadLetters {
  private RedisDeadLetters() {}

  /**
   * Makes them; does not wait for Redis.
   *
   * @throws IllegalArgumentException when something is missing or contradicts something else
   */
  public static DeadLetterStore of(DeadLetterList builder) {
    return new ToldLetters(
        builder.build(), failure -> failure instanceof JedisException e ? told(e) : failure);
  }

  /** What an operator can do about it, in words. */
  public static DeadLetterException told(JedisException failure) {
    Optional<Refusal> refusal =
        failure instanceof JedisDataException data ? Refusal.of(data) : Optional.empty();
    Kind kind = refusal.map(RedisDeadLetters::kindOf).orElse(Kind.UNAVAILABLE);
    String words = refusal.map(Refusal::inWords).orElseGet(() -> innermost(failure));
    return new DeadLetterException(kind, "Redis cannot be used: " + words, failure);
  }

  private static Kind kindOf(Refusal refusal) {
    return switch (refusal) {
      case NOAUTH, WRONGPASS, NOPERM -> Kind.LOGIN;
      case WRONGTYPE -> Kind.NOT_FOUND;
      default -> Kind.UNAVAILABLE;
    };
  }

  /** The outer ones only say that something went wrong. */
  private static String innermost(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }
}
