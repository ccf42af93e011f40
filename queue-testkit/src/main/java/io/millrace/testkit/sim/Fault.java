package io.millrace.testkit.sim;

/** What may befall a queue in a simulation. Each seed draws some of those that are allowed. */
public enum Fault {
  /** The source delivers a message twice. */
  DUPLICATE,
  /** A fetch mixes its partitions in a random order. */
  REORDER,
  /** A partition goes to another producer in good order. */
  REVOKE,
  /** A partition is taken away without a word. */
  LOSE,
  /** The source holds messages under a lease, and takes them back when it runs out. */
  LEASE,
  /** Settlements reach the source only with a later call. */
  LATE_SETTLE,
  /** A fetch throws. */
  FAILING_FETCH,
  /** A settle throws, and is made up for later. */
  FAILING_SETTLE,
  /** The source pauses its producers. */
  SOURCE_PAUSE,
  /** Producers and consumers cannot be made for a while. */
  FAILING_FACTORY,
  /** The dead letter pusher throws. */
  FAILING_DEAD_LETTERS,
  /** Other things happen while a handler is busy. */
  SLOW_HANDLER,
  /** A busy handler ignores that it is interrupted. */
  STUBBORN_HANDLER,
  /** The queue is paused and resumed. */
  PAUSE,
  /** The queue is resized. */
  RESIZE,
  /** The queue is stopped, under a deadline, and another one takes its place. */
  STOP,
  /** The queue is gone without a word, and another one takes its place. */
  CRASH,
  /** Events are broadcast to the consumers. */
  BROADCAST
}
