package io.millrace.broker.queue;

/**
 * What a queue wants to happen outside. Called by the machine in the midst of a change: collect,
 * and do not call back.
 */
public interface Effects {
  /**
   * Send a message to a consumer. The body is read from the journal in this call at the latest: a
   * delivery that settles itself is gone right after it.
   *
   * @param deliveryCount failed attempts before this one
   * @param redelivered whether it may have been delivered before
   */
  void deliver(long consumer, long offset, int deliveryCount, boolean redelivered);

  /**
   * Send a copy of a departing message to where dead letters go, and answer with {@link Departed}
   * once that is durable. Asked again after a restart, so that the copy may arrive twice.
   *
   * @param deliveryCount failed attempts
   */
  void deadLetter(long offset, DeadLetterReason reason, int deliveryCount);

  /**
   * So many messages are not kept, whether copies of them are sent or not. Said once of each, and
   * not again after a restart.
   */
  void dismissed(DeadLetterReason reason, int count);

  /** A delivery was taken back from a consumer that did not settle it in time. */
  void overdue(long consumer, long offset);

  /** A consumer of a queue with a single active consumer is now the active one, or not any more. */
  void activated(long consumer, boolean active);

  /** There is room again after {@link Admission#BLOCK} was answered. */
  void unblocked();
}
