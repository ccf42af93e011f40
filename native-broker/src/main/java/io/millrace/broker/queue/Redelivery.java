package io.millrace.broker.queue;

/**
 * How often and how soon a message is delivered again.
 *
 * @param limit failed attempts after which it is dead-lettered or discarded instead; {@link
 *     #UNLIMITED} for no end
 * @param ackDeadlineMillis after which a delivery is taken back from a consumer that has neither
 *     settled nor renewed it, as a failed attempt; {@link Envelope#NEVER} for no deadline
 * @param firstDelayMillis how long the first failed attempt keeps it from being delivered again
 * @param multiplier by which the delay grows with each further one; at least 1
 * @param longestDelayMillis what the delay grows to at most
 */
public record Redelivery(
    int limit,
    long ackDeadlineMillis,
    long firstDelayMillis,
    double multiplier,
    long longestDelayMillis) {
  public static final int UNLIMITED = Integer.MAX_VALUE;

  /** Twenty attempts, at once, without a deadline. */
  public static final Redelivery DEFAULT = new Redelivery(20, Envelope.NEVER, 0, 1, 0);

  public Redelivery {
    if (limit < 0 || ackDeadlineMillis < 1 || firstDelayMillis < 0 || longestDelayMillis < 0) {
      throw new IllegalArgumentException("a limit or time is negative, or the deadline 0");
    }
    if (!(multiplier >= 1)) {
      throw new IllegalArgumentException("multiplier must be at least 1: " + multiplier);
    }
  }

  /**
   * How long a message waits after an attempt.
   *
   * @param attempts failed so far, this one included
   */
  long delayMillis(int attempts) {
    if (firstDelayMillis == 0) {
      return 0;
    }
    double delay = (double) firstDelayMillis * Math.pow(multiplier, attempts - 1);
    return (long) Math.min(delay, (double) Math.max(firstDelayMillis, longestDelayMillis));
  }
}
