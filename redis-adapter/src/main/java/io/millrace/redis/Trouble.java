package io.millrace.redis;

import io.millrace.redis.connection.Refusal;
import redis.clients.jedis.exceptions.JedisDataException;

/** What went wrong with Redis, in words. */
final class Trouble {
  private Trouble() {}

  static String inWords(Throwable failure) {
    String message = innermost(failure);
    if (failure instanceof JedisDataException refusal) {
      return Refusal.of(refusal).map(Refusal::inWords).orElse(message);
    }
    return message;
  }

  /** What the innermost exception says: the outer ones say that something went wrong. */
  private static String innermost(Throwable failure) {
    String message = failure.getClass().getSimpleName();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause.getMessage() != null) {
        message = cause.getMessage();
      }
    }
    return message;
  }
}
