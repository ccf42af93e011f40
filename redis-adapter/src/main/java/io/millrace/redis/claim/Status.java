package io.millrace.redis.claim;

/** How a queue answered a claim. */
public enum Status {
  /** There were elements. */
  OK,
  /** There were none. */
  EMPTY,
  /** The queue is paused for everybody. */
  PAUSED,
  /** The queue has one reader at a time, which is another. */
  HELD,
  /** The lease had ended: what was held may be somebody else's. */
  LOST
}
