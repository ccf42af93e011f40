package io.millrace.bench.kafka;

import io.millrace.bench.contest.Tally;

/** A way to consume a topic. */
interface Contender {
  String name();

  /** Whether it belongs into the cell: a loop on one thread has no business with slow handlers. */
  boolean fits(Cell cell);

  /** Begins to consume, until closed. */
  Running start(Topic topic, Cell cell, Tally tally) throws Exception;

  /** A contender at work. */
  interface Running extends AutoCloseable {}
}
