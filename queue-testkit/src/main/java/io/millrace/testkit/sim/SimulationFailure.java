package io.millrace.testkit.sim;

import org.jspecify.annotations.Nullable;

/**
 * A promise was broken in a simulation; the message says which, how to replay it, and what happened
 * before.
 */
public final class SimulationFailure extends AssertionError {
  private static final long serialVersionUID = 1L;

  private final long seed;
  private final String violation;

  SimulationFailure(
      long seed, String violation, Settings settings, Trace trace, @Nullable Throwable cause) {
    super(
        "seed "
            + seed
            + ": "
            + violation
            + "\nreplay it alone with -D"
            + Simulation.SEED_PROPERTY
            + "="
            + seed
            + "\n"
            + settings
            + "\nlast steps:\n"
            + trace,
        cause);
    this.seed = seed;
    this.violation = violation;
  }

  /** The seed that shows it, every time. */
  public long seed() {
    return seed;
  }

  /** The promise that was broken, in words. */
  public String violation() {
    return violation;
  }
}
