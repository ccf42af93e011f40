package io.millrace.broker.vhost;

/**
 * How a consumer wants to be served.
 *
 * @param connection the one it belongs to, see {@link VirtualHost}
 * @param priority consumers with credit and a higher one are served first
 * @param exclusive it is to be the only one of the queue
 * @param autoAcknowledge a message is settled by its delivery
 * @param replenishing each settlement gives one credit back, as a prefetch limit wants it
 * @param credit deliveries allowed at first
 */
public record SubscribeOptions(
    long connection,
    int priority,
    boolean exclusive,
    boolean autoAcknowledge,
    boolean replenishing,
    int credit) {
  /** Settles by hand, with so many deliveries not settled at a time. */
  public static SubscribeOptions prefetch(long connection, int messages) {
    return new SubscribeOptions(connection, 0, false, false, true, messages);
  }

  /** Without acknowledgements and without limit. */
  public static SubscribeOptions automatic(long connection) {
    return new SubscribeOptions(connection, 0, false, true, true, Integer.MAX_VALUE);
  }
}
