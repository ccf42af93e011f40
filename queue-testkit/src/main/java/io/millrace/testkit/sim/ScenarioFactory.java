package io.millrace.testkit.sim;

import java.util.random.RandomGenerator;

/** Makes the scenario of one seed. */
@FunctionalInterface
public interface ScenarioFactory<T> {
  /**
   * Makes a new scenario.
   *
   * @param settings how the queue of this seed is set up
   * @param random every random choice of the scenario
   */
  Scenario<T> create(Settings settings, RandomGenerator random);
}
