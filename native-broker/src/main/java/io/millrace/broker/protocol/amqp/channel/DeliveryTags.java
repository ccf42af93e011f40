package io.millrace.broker.protocol.amqp.channel;

/** Numbers the deliveries of a channel, from 1. */
final class DeliveryTags {
  private long last;

  long next() {
    return ++last;
  }
}
