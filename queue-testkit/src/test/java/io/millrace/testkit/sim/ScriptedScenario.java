package io.millrace.testkit.sim;

import io.millrace.queue.BatchConsumer;
import io.millrace.queue.Message;
import io.millrace.queue.Outcome;
import io.millrace.queue.QueueConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Handlers that answer at random whatever a handler may answer, until the calm. */
final class ScriptedScenario implements Scenario<Integer> {
  private static final Outcome RETRY = Outcome.retry();
  private static final Outcome REJECT = Outcome.reject("as the script says");
  private static final Outcome DEAD_LETTER = Outcome.deadLetter("as the script says");

  private final RandomGenerator random;
  private final int maxBatch;
  private final boolean isAtomic;
  private final double failureRate;
  private boolean isCalm;

  ScriptedScenario(RandomGenerator random) {
    this.random = random;
    maxBatch = random.nextInt(3) == 0 ? 1 + random.nextInt(16) : 0;
    isAtomic = random.nextBoolean();
    failureRate = random.nextDouble() * random.nextDouble();
  }

  @Override
  public QueueConfig.Handler<Integer> handler() {
    return maxBatch == 0
        ? new QueueConfig.Single<>(() -> message -> outcome())
        : new QueueConfig.Batch<>(ScriptedBatches::new, maxBatch);
  }

  @Override
  public Message<Integer> message(int number) {
    return Message.builder(number).sizeBytes(1 + random.nextInt(200)).build();
  }

  @Override
  public void calm() {
    isCalm = true;
  }

  private Outcome outcome() throws Exception {
    if (isCalm || random.nextDouble() >= failureRate) {
      return Outcome.ack();
    }
    return switch (random.nextInt(6)) {
      case 0 -> RETRY;
      case 1 ->
          Outcome.retry(Duration.ofMillis(random.nextInt(random.nextBoolean() ? 100 : 20_000)));
      case 2 -> REJECT;
      case 3 -> DEAD_LETTER;
      case 4 -> throw new ObservedHandlers.SimulatedException("the handler fails");
      default -> throw new StackOverflowError("the handler recurses too deep");
    };
  }

  private final class ScriptedBatches implements BatchConsumer<Integer> {
    @Override
    public List<Outcome> consume(List<Message<Integer>> messages) throws Exception {
      if (!isCalm && random.nextDouble() < failureRate / 4) {
        return List.of();
      }
      List<Outcome> outcomes = new ArrayList<>();
      for (int i = 0; i < messages.size(); i++) {
        outcomes.add(outcome());
      }
      if (!isCalm && random.nextDouble() < failureRate / 4) {
        outcomes.set(0, null);
      }
      return outcomes;
    }

    @Override
    public boolean isAtomic() {
      return isAtomic;
    }
  }
}
