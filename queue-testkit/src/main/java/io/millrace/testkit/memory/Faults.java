package io.millrace.testkit.memory;

import java.time.Duration;

/**
 * How a {@link MemorySource} misbehaves: the probability, from 0 to 1, of each fault at each
 * opportunity. All of them are things a real backend does; none excuses a loss.
 *
 * @param duplicate a delivered message is delivered a second time, at each delivery
 * @param reorder a fetch takes from its partitions in a random order, keeping the order within each
 * @param revoke a partition of the fetching producer is taken away in good order and given on, at
 *     each fetch
 * @param lose a partition of the fetching producer is taken away without a word, at each fetch
 * @param lateSettle settlements reach the log only with a later call, at each settle
 * @param failFetch a fetch throws, before or after it added messages
 * @param failSettle a settle throws; the producer keeps the settlements and writes them with a
 *     later call
 * @param pause a fetch answers that the producer is paused
 * @param slowFetch a fetch takes {@code slowness} longer
 */
public record Faults(
    double duplicate,
    double reorder,
    double revoke,
    double lose,
    double lateSettle,
    double failFetch,
    double failSettle,
    double pause,
    double slowFetch,
    Duration slowness) {
  public static final Faults NONE = new Faults(0, 0, 0, 0, 0, 0, 0, 0, 0, Duration.ofMillis(5));

  public Faults {
    for (double probability :
        new double[] {
          duplicate, reorder, revoke, lose, lateSettle, failFetch, failSettle, pause, slowFetch
        }) {
      if (!(probability >= 0 && probability <= 1)) {
        throw new IllegalArgumentException(
            "a fault's probability must be from 0 to 1, got " + probability);
      }
    }
  }

  /** Every fault with the same probability. */
  public static Faults all(double p) {
    return new Faults(p, p, p, p, p, p, p, p, p, NONE.slowness);
  }

  public Faults withDuplicate(double p) {
    return new Faults(
        p, reorder, revoke, lose, lateSettle, failFetch, failSettle, pause, slowFetch, slowness);
  }

  public Faults withReorder(double p) {
    return new Faults(
        duplicate, p, revoke, lose, lateSettle, failFetch, failSettle, pause, slowFetch, slowness);
  }

  public Faults withRevoke(double p) {
    return new Faults(
        duplicate, reorder, p, lose, lateSettle, failFetch, failSettle, pause, slowFetch, slowness);
  }

  public Faults withLose(double p) {
    return new Faults(
        duplicate,
        reorder,
        revoke,
        p,
        lateSettle,
        failFetch,
        failSettle,
        pause,
        slowFetch,
        slowness);
  }

  public Faults withLateSettle(double p) {
    return new Faults(
        duplicate, reorder, revoke, lose, p, failFetch, failSettle, pause, slowFetch, slowness);
  }

  public Faults withFailFetch(double p) {
    return new Faults(
        duplicate, reorder, revoke, lose, lateSettle, p, failSettle, pause, slowFetch, slowness);
  }

  public Faults withFailSettle(double p) {
    return new Faults(
        duplicate, reorder, revoke, lose, lateSettle, failFetch, p, pause, slowFetch, slowness);
  }

  public Faults withPause(double p) {
    return new Faults(
        duplicate,
        reorder,
        revoke,
        lose,
        lateSettle,
        failFetch,
        failSettle,
        p,
        slowFetch,
        slowness);
  }

  public Faults withSlowFetch(double p, Duration newSlowness) {
    return new Faults(
        duplicate, reorder, revoke, lose, lateSettle, failFetch, failSettle, pause, p, newSlowness);
  }
}
