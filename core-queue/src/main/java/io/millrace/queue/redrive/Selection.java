package io.millrace.queue.redrive;

import java.util.function.Predicate;

/**
 * Which dead letters, how many, and how fast.
 *
 * @param which those that are meant
 * @param limit how many of them at most, the oldest first
 * @param perSecond how many a second at most
 * @param isDryRun whether only to count them
 */
public record Selection(Predicate<DeadLetter> which, int limit, int perSecond, boolean isDryRun) {
  /** A limit or a rate that is none. */
  public static final int UNLIMITED = Integer.MAX_VALUE;

  public Selection {
    if (limit < 1 || perSecond < 1) {
      throw new IllegalArgumentException(
          "limit and rate must be at least 1, got " + limit + " and " + perSecond);
    }
  }

  /** Every dead letter, as fast as can be. */
  public static Selection all() {
    return where(letter -> true);
  }

  public static Selection where(Predicate<DeadLetter> which) {
    return new Selection(which, UNLIMITED, UNLIMITED, false);
  }

  public Selection atMost(int letters) {
    return new Selection(which, letters, perSecond, isDryRun);
  }

  public Selection atMostPerSecond(int letters) {
    return new Selection(which, limit, letters, isDryRun);
  }

  public Selection dryRun(boolean value) {
    return new Selection(which, limit, perSecond, value);
  }
}
