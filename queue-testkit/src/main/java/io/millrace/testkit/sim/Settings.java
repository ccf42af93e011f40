package io.millrace.testkit.sim;

import io.millrace.queue.Ordering;
import io.millrace.queue.RetryPolicy;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * How one seed is set up.
 *
 * @param ordering what the queue promises
 * @param keys how many keys messages have; one message in ten has none
 * @param messages how many messages are published at most while there are faults
 * @param partitions how many partitions the source has
 * @param revokeBudget how long a producer that gives up a partition waits for handlers that have
 *     begun
 * @param faults what happens to the queue
 * @param faultRate how likely each fault of the source is at each opportunity
 * @param callsPerTurn how many calls a consumer makes before others have their turn, at most
 */
public record Settings(
    Ordering ordering,
    int producers,
    int consumers,
    int bufferMessages,
    long bufferBytes,
    int fetchSize,
    RetryPolicy retry,
    boolean hasDeadLetters,
    Optional<Duration> handlerTimeLimit,
    int keys,
    int messages,
    int partitions,
    Duration revokeBudget,
    Set<Fault> faults,
    double faultRate,
    int callsPerTurn) {

  /**
   * Draws every setting; each of the allowed faults is chosen or not by the toss of a coin, as few
   * faults at a time find other defects than all at once.
   */
  static Settings random(RandomGenerator random, Set<Fault> allowed) {
    EnumSet<Fault> faults = EnumSet.noneOf(Fault.class);
    for (Fault fault : allowed) {
      if (random.nextBoolean()) {
        faults.add(fault);
      }
    }
    return new Settings(
        Ordering.values()[random.nextInt(Ordering.values().length)],
        1 + random.nextInt(4),
        1 + random.nextInt(8),
        small(random, 64),
        random.nextInt(3) == 0 ? 1 + random.nextInt(2_000) : 1_000_000,
        small(random, 64),
        retry(random),
        random.nextInt(3) > 0,
        random.nextInt(3) == 0
            ? Optional.of(Duration.ofMillis(1 + random.nextInt(100)))
            : Optional.empty(),
        small(random, 50),
        10 + random.nextInt(40),
        1 + random.nextInt(4),
        Duration.ofMillis(random.nextInt(3) * 50L),
        faults,
        0.01 + 0.2 * random.nextDouble() * random.nextDouble(),
        random.nextBoolean() ? 1 : small(random, 64));
  }

  private static RetryPolicy retry(RandomGenerator random) {
    Duration initial = Duration.ofMillis(random.nextInt(200));
    return new RetryPolicy(
        1 + random.nextInt(4),
        initial,
        initial.plusMillis(random.nextInt(1_000)),
        random.nextInt(3) / 2.0,
        small(random, 64));
  }

  /** From 1 to {@code most}, often near 1, where limits bite. */
  private static int small(RandomGenerator random, int most) {
    return 1 + random.nextInt(1 + random.nextInt(most));
  }

  /** How long a push to the dead letters may take. */
  Duration pushTimeLimit() {
    return handlerTimeLimit.orElse(Duration.ofMillis(50));
  }

  boolean has(Fault fault) {
    return faults.contains(fault);
  }

  /** The probability of a fault of the source. */
  double rate(Fault fault) {
    return has(fault) ? faultRate : 0;
  }

  public Settings withOrdering(Ordering value) {
    return new Settings(
        value,
        producers,
        consumers,
        bufferMessages,
        bufferBytes,
        fetchSize,
        retry,
        hasDeadLetters,
        handlerTimeLimit,
        keys,
        messages,
        partitions,
        revokeBudget,
        faults,
        faultRate,
        callsPerTurn);
  }

  public Settings withRetry(RetryPolicy value) {
    return new Settings(
        ordering,
        producers,
        consumers,
        bufferMessages,
        bufferBytes,
        fetchSize,
        value,
        hasDeadLetters,
        handlerTimeLimit,
        keys,
        messages,
        partitions,
        revokeBudget,
        faults,
        faultRate,
        callsPerTurn);
  }

  public Settings withDeadLetters(boolean value) {
    return new Settings(
        ordering,
        producers,
        consumers,
        bufferMessages,
        bufferBytes,
        fetchSize,
        retry,
        value,
        handlerTimeLimit,
        keys,
        messages,
        partitions,
        revokeBudget,
        faults,
        faultRate,
        callsPerTurn);
  }
}
