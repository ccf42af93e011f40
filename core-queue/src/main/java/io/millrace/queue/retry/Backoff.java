package io.millrace.queue.retry;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * A pause that doubles with every failure up to a maximum, moved by a random share of itself so
 * that many who failed together do not return together.
 *
 * <p>Immutable; as safe for threads as its random generator is.
 */
public final class Backoff {
  private final long initialNanos;
  private final long maxNanos;
  private final double jitter;
  private final RandomGenerator random;

  /**
   * @param jitter from 0, none, to 1: anything between nothing and twice the pause
   */
  public Backoff(Duration initial, Duration max, double jitter, RandomGenerator random) {
    this.initialNanos = initial.toNanos();
    this.maxNanos = max.toNanos();
    this.jitter = jitter;
    this.random = random;
  }

  /**
   * @param failures how many there were, from 1
   */
  public long nanosAfter(int failures) {
    int doublings = Math.min(failures - 1, 62);
    long pause = initialNanos > (maxNanos >> doublings) ? maxNanos : initialNanos << doublings;
    if (jitter == 0) {
      return pause;
    }
    double share = 1 + jitter * (2 * random.nextDouble() - 1);
    return (long) Math.min(pause * share, Long.MAX_VALUE / 4.0);
  }
}
