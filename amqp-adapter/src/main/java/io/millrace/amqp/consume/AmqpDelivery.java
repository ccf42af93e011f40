package io.millrace.amqp.consume;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Envelope;
import java.util.Map;

/**
 * A message as the broker delivered it.
 *
 * @param subscription that it came by, and can be settled by
 * @param body not copied
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; a copy of each body would cost
public record AmqpDelivery(
    Subscription subscription, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
  private static final String DELIVERY_COUNT = "x-delivery-count";

  /** Its number on its channel, from 1. */
  public long tag() {
    return envelope.getDeliveryTag();
  }

  /** How often it was delivered before, where the broker counts; else 0. */
  public int deliveryCount() {
    Map<String, Object> headers = properties.getHeaders();
    Object count = headers == null ? null : headers.get(DELIVERY_COUNT);
    return count instanceof Number number ? Math.max(0, number.intValue()) : 0;
  }

  /** Names it without its body, so that it can stand in a log line. */
  @Override
  public String toString() {
    return "message " + tag() + " of queue " + subscription.queue();
  }
}
