package io.millrace.testkit.sim;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EngineSimulationTest {
  private static final int SEEDS = 10_000;

  @BeforeAll
  static void silence() {
    EngineLog.off();
  }

  @AfterAll
  static void speakAgain() {
    EngineLog.on();
  }

  @Test
  void keepsItsPromisesInTenThousandSeeds() {
    Simulation.of((settings, random) -> new ScriptedScenario(random)).run(SEEDS);
  }
}
