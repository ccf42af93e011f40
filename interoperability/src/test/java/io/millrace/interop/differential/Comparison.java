package io.millrace.interop.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Runs scripts against two brokers in steps. For one thread. */
final class Comparison {
  /** How long a side may take to come to what the other shows. */
  private static final long PATIENCE_NANOS = 1_500_000_000L;

  private static final long POLL_NANOS = 2_000_000L;

  private final Side reference;
  private final Side other;

  Comparison(Side reference, Side other) {
    this.reference = reference;
    this.other = other;
  }

  /** Runs a script until the sides differ, and leaves both as they were. */
  Optional<Difference> run(Script script) {
    try {
      for (int i = 0; i < script.steps().size(); i++) {
        Optional<Difference> difference = run(script, i);
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

  private Optional<Difference> run(Script script, int index) {
    Step step = script.steps().get(index);
    if (!step.affects(reference).equals(step.affects(other))) {
      return Optional.empty();
    }
    String expected = step.answer(reference);
    String answer = step.answer(other);
    if (script.passMillis() > 0) {
      reference.pass(script.passMillis());
      other.pass(script.passMillis());
    }
    long deadline = System.nanoTime() + PATIENCE_NANOS;
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
        new Difference(index + 1, expected + " " + reference.seen(), answer + " " + other.seen()));
  }

  private static void settle(Side side, long deadline) {
    side.settle();
    while (side.isUnconfirmed() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  /** Takes steps away for as long as the sides still differ. */
  Script shrink(Script script) {
    Script smallest = script;
    for (int size = script.steps().size() / 2; size >= 1; size /= 2) {
      for (int from = 0; from < smallest.steps().size(); ) {
        List<Step> fewer = new ArrayList<>(smallest.steps());
        fewer.subList(from, Math.min(from + size, fewer.size())).clear();
        Script candidate = smallest.with(fewer);
        if (run(candidate).isPresent()) {
          smallest = candidate;
        } else {
          from += size;
        }
      }
    }
    return smallest;
  }
}
