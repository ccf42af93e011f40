package io.millrace.testkit.sim;

/** Lets other things happen while somebody's code is busy, until it is done or gives way. */
final class Lingering<T> {
  private static final int LONGEST_STEPS = 60;
  private static final int STUBBORN_STEPS = 400;

  private final World<T> world;

  Lingering(World<T> world) {
    this.world = world;
  }

  /** Whether a call that begins now is to take long. */
  boolean isDue() {
    return world.mayNest()
        && world.settings.has(Fault.SLOW_HANDLER)
        && world.random.nextInt(3) == 0;
  }

  /**
   * Takes some steps of others.
   *
   * @param interruptsBefore how many interrupts there had been when the call began
   * @throws InterruptedException when there was another since, unless it is a stubborn call
   */
  void linger(long interruptsBefore) throws InterruptedException {
    boolean isStubborn = world.strikes(Fault.STUBBORN_HANDLER);
    int most = isStubborn ? STUBBORN_STEPS : LONGEST_STEPS;
    int steps = 1 + world.random.nextInt(1 + world.random.nextInt(most));
    for (int i = 0; i < steps && !world.hasFailed(); i++) {
      world.nestedStep();
      if (world.promises.interrupts > interruptsBefore && !isStubborn) {
        throw new InterruptedException("the call gives way");
      }
    }
  }
}
