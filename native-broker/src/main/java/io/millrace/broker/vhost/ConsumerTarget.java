package io.millrace.broker.vhost;

/**
 * Where the messages for a consumer go: the port that a front implements.
 *
 * <p>All methods are called on the thread of the queue's loop. They must hand over at once to
 * whoever writes to the client, and neither block nor throw. One target may serve many consumers of
 * queues on different loops.
 */
public interface ConsumerTarget {
  /** Messages for the client, at most one call for each consumer and turn. */
  void deliver(Deliveries deliveries);

  /**
   * The queue was deleted, or its virtual host stops: nothing more comes, nothing can be settled.
   */
  void cancelled(Subscription subscription);

  /**
   * After {@link Subscription#cancel}: nothing more comes. What is not settled can be. Said also if
   * the queue is no more; once its loop has stopped, on the thread that cancels.
   */
  default void ended(Subscription subscription) {}

  /** The consumer is the active one of a queue with a single active consumer, or not any more. */
  default void activated(Subscription subscription, boolean active) {}

  /** A delivery was not settled in time and was taken back; settling it has no effect any more. */
  default void overdue(Subscription subscription, long offset) {}
}
