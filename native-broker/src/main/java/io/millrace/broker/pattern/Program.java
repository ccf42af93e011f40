package io.millrace.broker.pattern;

import java.util.ArrayList;
import java.util.List;

/**
 * An expression as steps that a {@link Search} follows: each names the next, and a choice names
 * two. The last is the match. Filled by a {@link Parser}, then left alone.
 */
final class Program {
  /** More steps than that, an expression does not have, repetitions written out. */
  static final int MAX_SIZE = 20_000;

  /** A step. */
  sealed interface Step {}

  /** One character of a kind, and then what follows. */
  record Take(CharacterSet characters, int next) implements Step {}

  /** Either of two. */
  record Choice(int one, int other) implements Step {}

  /** Something that must be so between two characters. */
  record Condition(Position position, int next) implements Step {}

  /** Something that must, or must not, come next, and is not consumed. */
  record LookAhead(Program ahead, boolean wanted, int next) implements Step {}

  /** It is found. */
  record Match() implements Step {}

  private final List<Step> steps = new ArrayList<>();
  private int start;
  private int repetitions;

  /** Adds a step and says its index. */
  int add(Step step) {
    if (steps.size() == MAX_SIZE) {
      throw new InvalidPatternException(
          "more than " + MAX_SIZE + " steps, repetitions written out");
    }
    steps.add(step);
    return steps.size() - 1;
  }

  /** Bounds repetitions of what has no steps, which the number of steps does not. */
  void countRepetition() {
    repetitions++;
    if (repetitions > MAX_SIZE) {
      throw new InvalidPatternException("more than " + MAX_SIZE + " repetitions");
    }
  }

  /** Changes a step that could not know yet what follows it. */
  void set(int at, Step step) {
    steps.set(at, step);
  }

  void startAt(int at) {
    start = at;
  }

  Step step(int at) {
    return steps.get(at);
  }

  int start() {
    return start;
  }

  int size() {
    return steps.size();
  }
}
