package io.millrace.broker.queue;

import org.jspecify.annotations.Nullable;

/** A message in flight: sent to a consumer that has not settled it. */
final class Delivery {
  final long offset;
  final Envelope envelope;
  final Consumer consumer;

  /** When it was sent or renewed. */
  long leasedAtMillis;

  /** Neighbours among the deliveries of the consumer, the longest leased first. */
  @Nullable Delivery previous;

  @Nullable Delivery next;

  Delivery(long offset, Envelope envelope, Consumer consumer, long leasedAtMillis) {
    this.offset = offset;
    this.envelope = envelope;
    this.consumer = consumer;
    this.leasedAtMillis = leasedAtMillis;
  }
}
