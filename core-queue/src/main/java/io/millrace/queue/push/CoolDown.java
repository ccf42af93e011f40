package io.millrace.queue.push;

import java.time.Duration;

/**
 * How long a pusher that failed is left alone before it is tried again: {@code initial} after the
 * first failure, twice as long after each further one in a row, at most {@code max}.
 *
 * @param initial at least 1 ms
 * @param max at least {@code initial}
 */
public record CoolDown(Duration initial, Duration max) {
  /** From 1 s to 1 min. */
  public static final CoolDown DEFAULT = new CoolDown(Duration.ofSeconds(1), Duration.ofMinutes(1));

  public CoolDown {
    if (initial.toMillis() < 1 || max.compareTo(initial) < 0) {
      throw new IllegalArgumentException(
          "a cool-down must run from at least 1 ms up to its maximum, got "
              + initial
              + " to "
              + max);
    }
  }

  /**
   * @param failures how many in a row, from 1
   */
  long nanosAfter(int failures) {
    long nanos = initial.toNanos();
    long limit = max.toNanos();
    for (int i = 1; i < failures && nanos < limit; i++) {
      nanos = nanos > limit / 2 ? limit : nanos * 2;
    }
    return nanos;
  }
}
