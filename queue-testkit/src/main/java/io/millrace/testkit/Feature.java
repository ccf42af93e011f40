package io.millrace.testkit;

/**
 * Something a backend may or may not be able to do. Tests that need what is not declared are
 * skipped, and say so.
 */
public enum Feature {
  /** Messages of one partition come in the order they were published in. */
  ORDER_PER_PARTITION("messages of a partition keep their order"),
  /** Messages of one key come in the order they were published in. */
  ORDER_PER_KEY("messages of a key keep their order"),
  /** What a dead worker had not settled is delivered again. */
  REDELIVERY("messages of a dead worker come back"),
  /** A message given back after failed attempts comes with their number. */
  ATTEMPTS("attempts are known across redelivery"),
  /** A message can be published now and delivered later. */
  DELAY("messages can be delayed"),
  /** A paused queue loses nothing, however long the pause. */
  PAUSE("a paused queue keeps its messages"),
  /** A message belongs to a worker for a time only, which renewals prolong. */
  LEASE("messages are leased"),
  /** Several workers share a destination, and hand over parts of it in good order. */
  SHARING("workers share a destination in good order"),
  /** There is a place for dead letters that can be read. */
  DEAD_LETTERS("dead letters are kept"),
  /** Dead letters can be sent back to where they came from. */
  REDRIVE("dead letters can be sent back"),
  /** A destination can come to its end. */
  END("a destination can end");

  private final String promise;

  Feature(String promise) {
    this.promise = promise;
  }

  /** What it means, in words. */
  public String promise() {
    return promise;
  }
}
