package io.millrace.broker.vhost;

/** How a message comes to a queue. */
enum Entrance {
  /** As it was published. */
  PUBLISHED,
  /** Only if it is delivered at once. */
  IMMEDIATE
}
