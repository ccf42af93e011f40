package io.millrace.interop.differential;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Runs scripts against two brokers in steps. For one thread. */
final class Comparison {
  /** How long a side may take to come to what the other shows. */
  private static final Duration PATIENCE = Duration.ofMillis(2_500);

  /** The same where it is known that there is a difference. */
  private static final Duration LITTLE_PATIENCE = Duration.ofMillis(600);

  private static final long POLL_NANOS = 2_000_000L;

  private final Side reference;
  private final Side other;

  Comparison(Side reference, Side other) {
    this.reference = reference;
    this.other = other;
  }

  /** Runs a script until the sides differ, and leaves both as they were. */
  Optional<Difference> run(Script script) {
    return run(script, PATIENCE);
  }

  private Optional<Difference> run(Script script, Duration patience) {
    try {
      for (int i = 0; i < script.steps().size(); i++) {
        Optional<Difference> difference = run(script, i, patience);
        if (difference.isPresent()) {
          return difference;
        }
      }
      return Optional.empty();
    } finally {
      reference.cleanUp();
      other.cleanUp();
    }
  }

  private Optional<Difference> run(Script script, int index, Duration patience) {
    Step step = script.steps().get(index);
    if (!step.affects(reference).equals(step.affects(other))) {
      return Optional.empty();
    }
    String expected = step.answer(reference);
    String answer = step.answer(other);
    if (script.passMillis() > 0) {
      reference.time().begin(script.passMillis());
      other.time().begin(script.passMillis());
      reference.time().await();
      other.time().await();
    }
    long deadline = System.nanoTime() + patience.toNanos();
    do {
      settle(reference, deadline);
      settle(other, deadline);
      if (expected.equals(answer) && reference.seen().equals(other.seen())) {
        reference.looked();
        other.looked();
        return Optional.empty();
      }
      LockSupport.parkNanos(POLL_NANOS);
    } while (System.nanoTime() < deadline && expected.equals(answer));
    return Optional.of(
        new Difference(
            script.upTo(index), expected + " " + reference.seen(), answer + " " + other.seen()));
  }

  private static void settle(Side side, long deadline) {
    side.settle();
    while (side.isUnconfirmed() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  /** Takes steps away for as long as the sides still differ. */
  Difference shrink(Difference difference) {
    Difference smallest = difference;
    int steps = smallest.script().steps().size();
    for (int size = Math.max(1, steps / 2); size >= 1; size /= 2) {
      int from = 0;
      while (from < smallest.script().steps().size()) {
        Optional<Difference> found = run(smallest.script().without(from, size), LITTLE_PATIENCE);
        if (found.isPresent()) {
          smallest = found.get();
        } else {
          from += size;
        }
      }
    }
    return smallest;
  }
}
