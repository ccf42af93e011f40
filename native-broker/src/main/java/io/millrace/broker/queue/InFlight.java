package io.millrace.broker.queue;

import org.jspecify.annotations.Nullable;

/** The messages that consumers hold. */
final class InFlight {
  private final OffsetMap<Delivery> deliveries = new OffsetMap<>();
  private long sizeBytes;

  int size() {
    return deliveries.size();
  }

  /** The sum of their {@link Envelope#sizeBytes}. */
  long sizeBytes() {
    return sizeBytes;
  }

  Delivery add(long offset, Envelope envelope, Consumer consumer, long nowMillis) {
    Delivery delivery = new Delivery(offset, envelope, consumer, nowMillis);
    deliveries.put(offset, delivery);
    sizeBytes += envelope.sizeBytes();
    consumer.add(delivery);
    return delivery;
  }

  /** The delivery of a message that a consumer holds; null if it does not. */
  @Nullable Delivery find(long consumer, long offset) {
    Delivery delivery = deliveries.get(offset);
    return delivery != null && delivery.consumer.id == consumer ? delivery : null;
  }

  void remove(Delivery delivery) {
    deliveries.remove(delivery.offset);
    sizeBytes -= delivery.envelope.sizeBytes();
    delivery.consumer.remove(delivery);
  }

  void forEach(OffsetMap.Visitor<Delivery> visitor) {
    deliveries.forEach(visitor);
  }
}
