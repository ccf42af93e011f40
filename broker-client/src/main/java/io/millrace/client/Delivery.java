package io.millrace.client;

import io.millrace.client.codec.Frame;

/**
 * A message that the broker has pushed.
 *
 * <p><b>Threads:</b> any.
 */
public final class Delivery {
  private static final byte[] NO_BODY = {};

  private final Frame.Push push;
  private final Link link;
  private final int session;

  Delivery(Frame.Push push, Link link, int session) {
    this.push = push;
    this.link = link;
    this.session = session;
  }

  public String queue() {
    return push.queue();
  }

  /** The number it was given when it was published. */
  public long messageId() {
    return push.messageId();
  }

  /** Empty if it has none. */
  public String routingKey() {
    return push.routingKey();
  }

  /** Whether it may have been pushed before. */
  public boolean isRedelivered() {
    return push.redelivered();
  }

  /** How many attempts have failed before this one. */
  public int deliveryCount() {
    return push.deliveryCount();
  }

  /** The {@link Binding#session} that it came in. */
  public int session() {
    return session;
  }

  /** Not a copy. */
  public byte[] body() {
    return push.body();
  }

  /**
   * Tells the broker that it is handled. Never blocks; nothing tells whether the ack got there, so
   * it may come again all the same. To no effect where no acks are wanted, or twice.
   *
   * @return false if the connection it came by is known to be gone: where acks are wanted it comes
   *     again, to whoever is bound
   */
  public boolean ack() {
    return link.send(new Frame.Ack(push.queue(), push.messageId()));
  }

  /**
   * Tells the broker that it is still being worked on: the time to its ack begins anew. Never
   * blocks.
   *
   * @return false if the connection it came by is gone
   */
  public boolean extend() {
    return link.send(new Frame.Heartbeat(push.queue(), push.messageId()));
  }

  /** The same, to be acked and extended, without what the body takes of the memory. */
  public Delivery withoutBody() {
    Frame.Push bare =
        new Frame.Push(
            push.queue(),
            push.messageId(),
            push.routingKey(),
            push.redelivered(),
            push.deliveryCount(),
            NO_BODY);
    return new Delivery(bare, link, session);
  }

  /** Without the body. */
  @Override
  public String toString() {
    return "Delivery[%s %d, %d bytes]".formatted(queue(), messageId(), push.body().length);
  }
}
