package io.millrace.broker.vhost;

/** Which of the queues that a message of the broker's own is routed to are to get it. */
@FunctionalInterface
interface Recipients {
  /** Asked once for each of the queues; one that is included gets the message. */
  boolean includes(HostedQueue queue);

  /** Whether queues that are not included have the message, so that it is not unroutable. */
  default boolean others() {
    return false;
  }
}
