package io.millrace.broker.vhost;

import java.time.Duration;
import java.util.Optional;

/**
 * How a consumer wants to be served.
 *
 * @param connection the one it belongs to, see {@link VirtualHost}
 * @param priority consumers with credit and a higher one are served first
 * @param exclusive it is to be the only one of the queue
 * @param autoAcknowledge a message is settled by its delivery
 * @param replenishing each settlement gives one credit back, as a prefetch limit wants it
 * @param credit deliveries allowed at first
 * @param ackTimeout how long a delivery may remain without an answer, instead of what its queue
 *     says; at least a millisecond
 */
public record SubscribeOptions(
    long connection,
    int priority,
    boolean exclusive,
    boolean autoAcknowledge,
    boolean replenishing,
    int credit,
    Optional<Duration> ackTimeout) {

  public SubscribeOptions {
    if (ackTimeout.isPresent() && ackTimeout.get().toMillis() < 1) {
      throw new IllegalArgumentException("ackTimeout is too short: " + ackTimeout.get());
    }
  }

  /** Settles by hand, with so many deliveries not settled at a time. */
  public static SubscribeOptions prefetch(long connection, int messages) {
    return new SubscribeOptions(connection, 0, false, false, true, messages, Optional.empty());
  }

  /** Without acknowledgements and without limit. */
  public static SubscribeOptions automatic(long connection) {
    return new SubscribeOptions(
        connection, 0, false, true, true, Integer.MAX_VALUE, Optional.empty());
  }

  /** With a time of its own in which to answer a delivery. */
  public SubscribeOptions withAckTimeout(Duration timeout) {
    return new SubscribeOptions(
        connection,
        priority,
        exclusive,
        autoAcknowledge,
        replenishing,
        credit,
        Optional.of(timeout));
  }
}
