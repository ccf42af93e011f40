package io.millrace.queue;

import java.time.Duration;

/**
 * One call to {@link Producer#fetch}: what the queue has room for, and where the messages go.
 *
 * <p>Belongs to the producer's thread, and only for the length of the call.
 */
public interface Fetch<T> {
  /**
   * How many messages the queue has room for; 0 when it is full. A producer may add fewer, never
   * more.
   */
  int messageLimit();

  /**
   * How many bytes the queue has room for. The message that reaches it should be the last; one
   * message always fits.
   */
  long byteLimit();

  /** How long the call may wait for a first message. */
  Duration maxWait();

  /**
   * Adds a message.
   *
   * @throws IllegalStateException beyond {@link #messageLimit}
   */
  void add(Message<T> message);

  /** How many were added. */
  int count();

  /**
   * Ends the assignment of a part of the source: messages of it that no handler has begun come back
   * as {@link Settlement.Kind#RETURNED}, also those that wait for a retry. Handlers that have begun
   * go on.
   */
  void revoke(SourcePartition partition);

  /**
   * Takes messages of a partition back that wait for a retry and have an offset below {@code
   * offset}: each is settled as {@link Settlement.Kind#RETURNED}, soon after this call. For a
   * producer with a better place to keep what holds up its partition. Where messages are ordered
   * none is given back, as those behind it would overtake it.
   *
   * @return how many
   */
  int giveBack(SourcePartition partition, long offset);

  /**
   * Waits for settlements, up to {@code maxWait}, and hands those there are to {@link
   * Producer#settle} before it returns. For a producer that must not return from {@code fetch}
   * before work in flight is settled, as in a rebalance.
   *
   * @return whether there were any
   */
  boolean awaitSettlements(Duration maxWait) throws InterruptedException;
}
