package io.millrace.broker.pattern;

import java.util.BitSet;

/** The steps that a search has come to between two characters, each once. */
final class StepSet {
  private final BitSet seen;

  /** Those that take a character. */
  private final int[] takes;

  private int takeCount;

  /** Those that are yet to be followed. */
  private final int[] pushed;

  private int pushedCount;

  StepSet(int size) {
    seen = new BitSet(size);
    takes = new int[size];
    pushed = new int[size];
  }

  void push(int step) {
    if (!seen.get(step)) {
      seen.set(step);
      pushed[pushedCount++] = step;
    }
  }

  boolean hasPushed() {
    return pushedCount > 0;
  }

  int pop() {
    return pushed[--pushedCount];
  }

  void addTake(int step) {
    takes[takeCount++] = step;
  }

  int takeCount() {
    return takeCount;
  }

  int take(int index) {
    return takes[index];
  }

  boolean isEmpty() {
    return takeCount == 0;
  }

  void clear() {
    seen.clear();
    takeCount = 0;
    pushedCount = 0;
  }
}
