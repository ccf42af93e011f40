package io.millrace.broker.message;

import java.util.Arrays;
import java.util.Objects;

/**
 * A message as it was published: where to, its properties and its body.
 *
 * <p>Immutable and safe to share between threads and queues, provided that nobody writes into the
 * body: {@link #body} hands out the array that the message was made with, so that however many
 * queues hold the message there is one body.
 */
public final class Message {
  private final String exchange;
  private final String routingKey;
  private final Properties properties;
  private final byte[] body;

  /**
   * @param exchange where it was published; empty for the default exchange
   * @param routingKey what an exchange routes by; an MQTT front puts its topic here, in the form
   *     that topic exchanges understand
   * @param body taken over: the caller must not write into it any more
   */
  public Message(String exchange, String routingKey, Properties properties, byte[] body) {
    this.exchange = Objects.requireNonNull(exchange, "exchange");
    this.routingKey = Objects.requireNonNull(routingKey, "routingKey");
    this.properties = Objects.requireNonNull(properties, "properties");
    this.body = Objects.requireNonNull(body, "body");
  }

  public String exchange() {
    return exchange;
  }

  public String routingKey() {
    return routingKey;
  }

  public Properties properties() {
    return properties;
  }

  /** The headers among the properties; empty if there are none. */
  public Headers headers() {
    return properties.headers();
  }

  /** The body itself, not a copy. */
  public byte[] body() {
    return body;
  }

  /** What it is taken to hold in memory, beside some that every message does. */
  public long heldBytes() {
    return (long) body.length + routingKey.length() + properties.heldBytes();
  }

  /** This message with other properties; the body is shared. */
  public Message withProperties(Properties others) {
    return new Message(exchange, routingKey, others, body);
  }

  /** This message as published to another exchange; the body is shared. */
  public Message withDestination(String otherExchange, String otherRoutingKey) {
    return new Message(otherExchange, otherRoutingKey, properties, body);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Message that
        && exchange.equals(that.exchange)
        && routingKey.equals(that.routingKey)
        && properties.equals(that.properties)
        && Arrays.equals(body, that.body);
  }

  @Override
  public int hashCode() {
    return Objects.hash(exchange, routingKey, properties, Arrays.hashCode(body));
  }

  /** Without the body, which may be large or secret. */
  @Override
  public String toString() {
    return "Message[exchange=%s, routingKey=%s, %s, body=%d bytes]"
        .formatted(exchange, routingKey, properties, body.length);
  }
}
