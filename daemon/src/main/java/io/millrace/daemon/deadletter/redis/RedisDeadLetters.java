package io.millrace.daemon.deadletter.redis;

import io.millrace.daemon.spi.DeadLetterException;
import io.millrace.daemon.spi.DeadLetterException.Kind;
import io.millrace.queue.Pusher;
import io.millrace.queue.redrive.DeadLetter;
import io.millrace.queue.redrive.DeadLetterStore;
import io.millrace.queue.redrive.RedriveReport;
import io.millrace.queue.redrive.Selection;
import io.millrace.redis.connection.Refusal;
import io.millrace.redis.deadletter.DeadLetterList;
import io.millrace.redis.deadletter.DeadLetterListBuilder;
import java.util.Optional;
import java.util.function.Predicate;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** The dead letters in a Redis list, with its exceptions put into an operator's words. */
public final class RedisDeadLetters implements DeadLetterStore {
  private final DeadLetterList letters;

  private RedisDeadLetters(DeadLetterList letters) {
    this.letters = letters;
  }

  /**
   * Makes it; does not wait for Redis.
   *
   * @throws IllegalArgumentException when something is missing or contradicts something else
   */
  public static RedisDeadLetters of(DeadLetterListBuilder builder) {
    return new RedisDeadLetters(builder.build());
  }

  @Override
  public String description() {
    return letters.description();
  }

  @Override
  public void read(Predicate<DeadLetter> reader) throws Exception {
    in(
        () -> {
          letters.read(reader);
          return true;
        });
  }

  @Override
  public Optional<DeadLetter> find(String id) throws Exception {
    return in(() -> letters.find(id));
  }

  @Override
  public RedriveReport redrive(Selection selection) throws Exception {
    return in(() -> letters.redrive(selection));
  }

  @Override
  public RedriveReport redriveTo(Pusher<byte[]> target, Selection selection) throws Exception {
    return in(() -> letters.redriveTo(target, selection));
  }

  @Override
  public RedriveReport drop(Selection selection) throws Exception {
    return in(() -> letters.drop(selection));
  }

  @Override
  public void close() {
    letters.close();
  }

  private interface Use<V> {
    V use() throws Exception;
  }

  private static <V> V in(Use<V> use) throws Exception {
    try {
      return use.use();
    } catch (JedisException e) {
      throw told(e);
    }
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
