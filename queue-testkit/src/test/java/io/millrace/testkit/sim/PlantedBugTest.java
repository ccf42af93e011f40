package io.millrace.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.queue.Ordering;
import io.millrace.queue.Producer;
import io.millrace.queue.RetryPolicy;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A check that never fails proves nothing: each of these bugs must be found, and called by its
 * name.
 */
class PlantedBugTest {
  private static final int SEEDS = 500;
  private static final Simulation<Integer> SIMULATION =
      Simulation.of((settings, random) -> new ScriptedScenario(random));

  @BeforeAll
  static void silence() {
    EngineLog.off();
  }

  @AfterAll
  static void speakAgain() {
    EngineLog.on();
  }

  @Test
  void findsCommitOfTheHighestFinishedOffsetInsteadOfTheContiguousPrefix() {
    // Whichever comes first: the commit, or the renewal of a message that was settled too early.
    assertThat(violation(source(HighestOffsetCommit::new)))
        .containsAnyOf("which nobody is done with", "which is not in its hands");
  }

  @Test
  void findsCommitBeforeTheHandlerIsDone() {
    assertThat(violation(source(EarlyCommit::new))).contains("which nobody is done with");
  }

  @Test
  void findsSettlementsThatAreToldTwice() {
    assertThat(violation(source(DoubleSettle::new))).contains("settled twice");
  }

  @Test
  void findsSettlementsThatAreForgotten() {
    assertThat(violation(source(ForgottenSettle::new)))
        .containsAnyOf("not settled", "nobody handles");
  }

  @Test
  void findsAnEngineThatKeepsNoOrder() {
    assertThat(
            violation(
                engine(settings -> settings.withOrdering(Ordering.NONE)).ordering(Ordering.KEY)))
        .containsAnyOf("order broken", "two handlers at once in one lane");
  }

  @Test
  void findsAnEngineThatOrdersByKeyWherePartitionsArePromised() {
    assertThat(
            violation(
                engine(settings -> settings.withOrdering(Ordering.KEY))
                    .ordering(Ordering.PARTITION)))
        .containsAnyOf("order broken", "two handlers at once in one lane");
  }

  @Test
  void findsAnEngineThatTriesOnceMoreThanThePolicySays() {
    UnaryOperator<Settings> oneMore =
        settings ->
            settings.withRetry(settings.retry().withAttempts(settings.retry().attempts() + 1));
    assertThat(violation(engine(oneMore))).containsAnyOf("dead-lettered", "more attempts than");
  }

  @Test
  void findsAnEngineThatDoesNotBackOff() {
    RetryPolicy patient =
        RetryPolicy.DEFAULT.withBackoff(Duration.ofMillis(100), Duration.ofSeconds(1));
    UnaryOperator<Settings> impatient =
        settings -> settings.withRetry(patient.withBackoff(Duration.ZERO, Duration.ZERO));
    assertThat(violation(engine(impatient).retry(patient))).contains("back-off cut short");
  }

  @Test
  void findsAHandlerThatAcknowledgesBeforeItHasStored() {
    Simulation<Integer> hasty =
        Simulation.of((settings, random) -> new HastyScenario()).deadLetters(false);
    assertThat(violation(hasty)).contains("never stored");
  }

  @Test
  void failsAtTheSameStepWhenASeedIsReplayed() {
    Simulation<Integer> broken = source(HighestOffsetCommit::new);
    SimulationFailure first = failure(broken);

    SimulationFailure again =
        catchThrowableOfType(SimulationFailure.class, () -> broken.runSeed(first.seed()));

    assertThat(again).hasMessage(first.getMessage());
    assertThat(first).hasMessageContaining("-Dmillrace.sim.seed=" + first.seed());
  }

  private static Simulation<Integer> source(UnaryOperator<Producer<Integer>> change) {
    return SIMULATION.sourceChange(change);
  }

  private static Simulation<Integer> engine(UnaryOperator<Settings> change) {
    return SIMULATION.engineSettings(change);
  }

  private static String violation(Simulation<?> broken) {
    return failure(broken).violation();
  }

  private static SimulationFailure failure(Simulation<?> broken) {
    return catchThrowableOfType(SimulationFailure.class, () -> broken.run(SEEDS));
  }
}
