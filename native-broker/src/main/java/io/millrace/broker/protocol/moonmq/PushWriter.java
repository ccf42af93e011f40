package io.millrace.broker.protocol.moonmq;

import io.millrace.broker.message.Message;
import io.millrace.broker.vhost.Deliveries;
import io.millrace.client.codec.Frame;
import io.millrace.client.codec.FrameBuffer;

/** Makes pushes of what queues deliver. For the thread of the consumer's connection. */
final class PushWriter {
  private final MessageIds ids;

  PushWriter(MessageIds ids) {
    this.ids = ids;
  }

  /**
   * Adds a push for each delivery, which the consumer holds from then on, unless it needs no ack.
   */
  void write(Consumer consumer, Deliveries deliveries, FrameBuffer out) {
    for (int i = 0; i < deliveries.count(); i++) {
      Message message = deliveries.message(i);
      out.add(
          new Frame.Push(
              consumer.queue(),
              heldAs(consumer, message, deliveries.offset(i)),
              consumer.terms().keyOf(message),
              deliveries.isRedelivered(i),
              deliveries.deliveryCount(i),
              message.body()));
    }
  }

  /** The message's number; another one if it has none, or the consumer holds that already. */
  private long heldAs(Consumer consumer, Message message, long offset) {
    long own = MessageIds.of(message.properties());
    long id = own < 0 ? ids.next() : own;
    while (!consumer.noAck() && !consumer.hold(id, offset)) {
      id = ids.next();
    }
    return id;
  }
}
