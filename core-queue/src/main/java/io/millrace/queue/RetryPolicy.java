package io.millrace.queue;

import java.time.Duration;

/**
 * How often and after what pauses a message is tried again.
 *
 * <p>The pause after the n-th failed attempt is {@code initialBackoff * 2^(n-1)}, at most {@code
 * maxBackoff}, then moved by up to {@code jitter} of itself in either direction, at random.
 *
 * @param attempts how often in all, the first included; at least 1. Applies only where there is
 *     somewhere for the message to go afterwards: without a dead letter pusher attempts are
 *     unlimited, so that nothing is lost.
 * @param jitter from 0 to 1
 * @param maxWaiting how many messages may wait, for their retry or behind one of their key; at this
 *     number the producers pause
 */
public record RetryPolicy(
    int attempts, Duration initialBackoff, Duration maxBackoff, double jitter, int maxWaiting) {

  /** Five attempts, pauses from 1 s doubling up to 5 min, moved by up to 20 %, 40,000 waiting. */
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(5, Duration.ofSeconds(1), Duration.ofMinutes(5), 0.2, 40_000);

  public RetryPolicy {
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts must be at least 1, got " + attempts);
    }
    if (initialBackoff.isNegative() || maxBackoff.compareTo(initialBackoff) < 0) {
      throw new IllegalArgumentException(
          "back-off must run from 0 or more up to its maximum, got "
              + initialBackoff
              + " to "
              + maxBackoff);
    }
    if (!(jitter >= 0 && jitter <= 1)) {
      throw new IllegalArgumentException("jitter must be from 0 to 1, got " + jitter);
    }
    if (maxWaiting < 1) {
      throw new IllegalArgumentException("maxWaiting must be at least 1, got " + maxWaiting);
    }
  }

  public RetryPolicy withAttempts(int newAttempts) {
    return new RetryPolicy(newAttempts, initialBackoff, maxBackoff, jitter, maxWaiting);
  }

  public RetryPolicy withBackoff(Duration initial, Duration max) {
    return new RetryPolicy(attempts, initial, max, jitter, maxWaiting);
  }

  public RetryPolicy withJitter(double newJitter) {
    return new RetryPolicy(attempts, initialBackoff, maxBackoff, newJitter, maxWaiting);
  }

  public RetryPolicy withMaxWaiting(int newMaxWaiting) {
    return new RetryPolicy(attempts, initialBackoff, maxBackoff, jitter, newMaxWaiting);
  }
}
