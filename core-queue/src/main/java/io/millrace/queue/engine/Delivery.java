package io.millrace.queue.engine;

import static java.util.Objects.requireNonNull;

import io.millrace.queue.Message;
import io.millrace.queue.Settlement;
import io.millrace.queue.order.LaneEntry;
import org.jspecify.annotations.Nullable;

/**
 * A message's stay in the queue, from fetch to settlement.
 *
 * <p>At each moment one thread owns it: its producer, then the channel or a lane, a worker, the
 * retry schedule, and at last its producer again. It is handed over through structures that publish
 * safely, so its fields are plain.
 */
final class Delivery<T> extends LaneEntry<Delivery<T>> {
  final ProducerLoop<T> producer;
  final long fetchedNanos;

  /** The message, with the number of the present attempt. */
  Message<T> message;

  /** When it became ready for a handler: at hand-over, or when its retry fell due. */
  long readyNanos;

  /**
   * Set once an attempt has failed for good and the message only waits to be taken by the dead
   * letter pusher.
   */
  @Nullable DeadLetterCase deadLetter;

  /** Whether an attempt of this stay has failed. */
  boolean failed;

  /** Once an attempt has failed: when the next one is due, or was. */
  long dueNanos;

  /** How often the dead letter pusher has failed to take it. */
  int deadLetterFailures;

  /** While in a batch: the delivery of the same key that has the turn; null for that one itself. */
  @Nullable Delivery<T> ridesWith;

  /** Its end; set before it goes into the outbox. */
  Settlement.@Nullable Kind end;

  /** The next in an outbox or inbox. */
  @Nullable Delivery<T> nextSettled;

  /**
   * Neighbours in the producer's list of what is not settled; kept only by producers with a lease.
   */
  @Nullable Delivery<T> previousUnsettled;

  @Nullable Delivery<T> nextUnsettled;

  Delivery(ProducerLoop<T> producer, Message<T> message, @Nullable Object orderKey, long nowNanos) {
    super(orderKey);
    this.producer = producer;
    this.message = message;
    this.fetchedNanos = nowNanos;
    this.readyNanos = nowNanos;
  }

  /** Whether it has been with a handler, or the dead letter pusher, before and failed there. */
  boolean isRetry() {
    return failed;
  }

  Object key() {
    return requireNonNull(orderKey());
  }

  @Override
  public String toString() {
    return message.toString();
  }

  /**
   * Why a message is given up.
   *
   * @param cause the exception of the last attempt, where there was one
   * @param attempts how often it was tried
   */
  record DeadLetterCase(String reason, @Nullable Throwable cause, int attempts) {}
}
