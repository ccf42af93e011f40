package io.millrace.broker.vhost;

import io.millrace.broker.queue.SharedCredit;
import io.millrace.broker.queue.Subscribe;
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
 *     says; from a millisecond to {@link #LONGEST_ACK_TIMEOUT}
 * @param windowBytes how many bytes of bodies may be on their way at once, and one message more;
 *     what {@link Subscription#taken} tells of is not on its way any more
 * @param shared a credit that it shares with others, beside its own
 */
public record SubscribeOptions(
    long connection,
    int priority,
    boolean exclusive,
    boolean autoAcknowledge,
    boolean replenishing,
    int credit,
    Optional<Duration> ackTimeout,
    long windowBytes,
    SharedCredit shared) {

  /** As long as a queue may give; what is longer is a mistake. */
  public static final Duration LONGEST_ACK_TIMEOUT =
      Duration.ofMillis(QueueArgument.Limits.LONGEST_MILLIS);

  private static final Duration SHORTEST_ACK_TIMEOUT = Duration.ofMillis(1);

  /**
   * @throws IllegalArgumentException if the time to answer is out of its bounds
   */
  public SubscribeOptions {
    if (ackTimeout.isPresent() && !isInBounds(ackTimeout.get())) {
      throw new IllegalArgumentException(
          "ackTimeout of %s is not within %s to %s"
              .formatted(ackTimeout.get(), SHORTEST_ACK_TIMEOUT, LONGEST_ACK_TIMEOUT));
    }
  }

  private static boolean isInBounds(Duration timeout) {
    return timeout.compareTo(SHORTEST_ACK_TIMEOUT) >= 0
        && timeout.compareTo(LONGEST_ACK_TIMEOUT) <= 0;
  }

  /** However many bytes are on their way. */
  public SubscribeOptions(
      long connection,
      int priority,
      boolean exclusive,
      boolean autoAcknowledge,
      boolean replenishing,
      int credit,
      Optional<Duration> ackTimeout) {
    this(
        connection,
        priority,
        exclusive,
        autoAcknowledge,
        replenishing,
        credit,
        ackTimeout,
        Subscribe.NO_WINDOW,
        SharedCredit.UNLIMITED);
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

  /** Before or after others. */
  public SubscribeOptions withPriority(int other) {
    return new SubscribeOptions(
        connection,
        other,
        exclusive,
        autoAcknowledge,
        replenishing,
        credit,
        ackTimeout,
        windowBytes,
        shared);
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
        Optional.of(timeout),
        windowBytes,
        shared);
  }

  /** With so many bytes on their way at once. */
  public SubscribeOptions withWindowBytes(long bytes) {
    return new SubscribeOptions(
        connection,
        priority,
        exclusive,
        autoAcknowledge,
        replenishing,
        credit,
        ackTimeout,
        bytes,
        shared);
  }

  /** With a credit that it shares with others. */
  public SubscribeOptions withShared(SharedCredit other) {
    return new SubscribeOptions(
        connection,
        priority,
        exclusive,
        autoAcknowledge,
        replenishing,
        credit,
        ackTimeout,
        windowBytes,
        other);
  }
}
