package io.millrace.redis.delay;

import java.time.Duration;
import java.time.Instant;

/**
 * When a job is to be in its queue, by Redis's clock. One whose time has passed is due at once;
 * none is too late.
 */
public final class Due {
  /** Beyond it the numbers of a sorted set are not exact. */
  private static final long MAX_MILLIS = 1L << 52;

  private final boolean isRelative;
  private final long millis;

  private Due(boolean isRelative, long millis) {
    if (Math.abs(millis) > MAX_MILLIS) {
      throw new IllegalArgumentException("too far away: " + millis + " ms");
    }
    this.isRelative = isRelative;
    this.millis = millis;
  }

  /** So long after Redis has taken it, whatever this machine's clock says. */
  public static Due in(Duration delay) {
    if (delay.isNegative()) {
      throw new IllegalArgumentException("delay must not be negative, got " + delay);
    }
    return new Due(true, delay.toMillis());
  }

  /** At that time, to the millisecond. */
  public static Due at(Instant time) {
    return new Due(false, time.toEpochMilli());
  }

  /** As {@code schedule.lua} wants it. */
  String kind() {
    return isRelative ? "in" : "at";
  }

  long millis() {
    return millis;
  }

  @Override
  public String toString() {
    return isRelative ? "in " + Duration.ofMillis(millis) : "at " + Instant.ofEpochMilli(millis);
  }
}
