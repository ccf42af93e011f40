package io.millrace.broker.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** Whatever is done to a queue, it does what the naive queue does, also across restarts. */
class QueueMachinePropertiesTest {
  @Property(shrinking = ShrinkingMode.OFF)
  void doesWhatTheNaiveQueueDoes(@ForAll long seed) {
    Random random = new Random(seed);
    QueueOptions rules = Step.rules(random.nextInt());
    List<Step> steps = new ArrayList<>();
    for (int count = 1 + random.nextInt(80); count > 0; count--) {
      steps.add(Step.random(random));
    }
    if (failure(rules, steps).isPresent()) {
      List<Step> fewest = fewest(rules, steps);
      throw new AssertionError(rules + "\n" + fewest, failure(rules, fewest).orElse(null));
    }
  }

  /** Leaves steps out as long as it fails without them. */
  private static List<Step> fewest(QueueOptions rules, List<Step> steps) {
    for (int i = steps.size() - 1; i >= 0; i--) {
      List<Step> fewer = new ArrayList<>(steps);
      fewer.remove(i);
      if (failure(rules, fewer).isPresent()) {
        return fewest(rules, fewer);
      }
    }
    return steps;
  }

  private static Optional<Throwable> failure(QueueOptions rules, List<Step> steps) {
    QueueTrial trial = new QueueTrial(rules);
    try {
      steps.forEach(trial::take);
      return Optional.empty();
    } catch (AssertionError | RuntimeException e) {
      return Optional.of(e);
    }
  }
}
