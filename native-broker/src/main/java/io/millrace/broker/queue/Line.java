package io.millrace.broker.queue;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Consumers of one priority that can be served, in the order of their turns.
 *
 * <p>A turn is one message as long as there are few of them, or one has little on its way: then
 * each message is for whoever has waited longest. Where there are many and all have plenty, to deal
 * out one by one gains nobody anything and has every socket written for one message; so each gets a
 * run then, half as long as what the leanest of them had on its way in the last round. What one has
 * more than another stays within that.
 */
final class Line {
  /** With fewer consumers than that, a turn is one message. */
  private static final int MANY = 8;

  private static final int LONGEST_RUN = 64;

  final int priority;
  private final Deque<Consumer> consumers = new ArrayDeque<>(4);

  /** In this round and the one before nobody had less on its way. */
  private int leanest;

  /** In this round nobody had less, so far. */
  private int leanestOfRound = Integer.MAX_VALUE;

  /** How many turns are left of this round. */
  private int turnsLeft;

  Line(int priority) {
    this.priority = priority;
  }

  boolean isEmpty() {
    return consumers.isEmpty();
  }

  void add(Consumer consumer) {
    consumers.addLast(consumer);
    noteLess(consumer);
  }

  /** A consumer has less on its way than before, or is new. */
  void noteLess(Consumer consumer) {
    note(consumer.onItsWay());
  }

  private void note(int onItsWay) {
    leanest = Math.min(leanest, onItsWay);
    leanestOfRound = Math.min(leanestOfRound, onItsWay);
  }

  /** Whose turn it is; null if none of them can be served. */
  @Nullable Consumer first() {
    Consumer first = consumers.peekFirst();
    while (first != null && !first.isServable()) {
      consumers.removeFirst();
      first.queued = false;
      first.run = 0;
      first = consumers.peekFirst();
    }
    return first;
  }

  /** A consumer has got a message; returns whether its turn is over. */
  boolean served(Consumer consumer) {
    return ++consumer.run >= runLength();
  }

  private int runLength() {
    return consumers.size() < MANY ? 1 : Math.min(leanest / 2, LONGEST_RUN);
  }

  void moveBack(Consumer consumer) {
    note(consumer.onItsWay() - consumer.run);
    consumer.run = 0;
    if (consumers.peekLast() != consumer) {
      consumers.remove(consumer);
      consumers.addLast(consumer);
    }
    if (--turnsLeft <= 0) {
      leanest = leanestOfRound;
      leanestOfRound = Integer.MAX_VALUE;
      turnsLeft = consumers.size();
    }
  }

  void remove(Consumer consumer) {
    consumers.remove(consumer);
    consumer.run = 0;
  }
}
