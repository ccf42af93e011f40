package io.millrace.broker.queue;

import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Consumers that take the same keys, and what was put aside for them. */
final class Audience {
  final KeyFilter filter;

  /** Those of them who can be served. */
  final Turns turns = new Turns();

  /** What was put aside that they take, the first first. */
  final TreeSet<KeyLane> lanes = new TreeSet<>(KeyLane::compareHeads);

  private int members;

  Audience(KeyFilter filter) {
    this.filter = filter;
  }

  void join() {
    members++;
  }

  /** Returns whether nobody is left. */
  boolean leave() {
    return --members == 0;
  }

  /** Whose turn it is among them; null if none of them can be served. */
  @Nullable Consumer next() {
    return turns.first();
  }
}
