package io.millrace.broker.vhost;

/** How a message comes to a queue. */
enum Entrance {
  /** As it was published. */
  PUBLISHED,
  /** Only if it is delivered at once. */
  IMMEDIATE,
  /**
   * As it is, from another place in the broker: it has waited its delay, is no duplicate of itself,
   * and is no dead letter where there is no room for it.
   */
  MOVED
}
