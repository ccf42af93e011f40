package io.millrace.broker.queue;

import java.util.OptionalLong;

/**
 * A consumer wants messages. Ask {@link QueueMachine#admits} first.
 *
 * @param consumer not in use in this queue
 * @param priority consumers with credit and a higher one are served first
 * @param exclusive it is to be the only one
 * @param autoAcknowledge a message is settled by its delivery
 * @param replenishing each settlement gives back one credit, as a prefetch limit of AMQP 0-9-1
 *     wants it; otherwise credit comes by {@link Grant} only
 * @param credit deliveries allowed at first
 * @param ackDeadlineMillis after which a delivery is taken back from it, instead of what the queue
 *     says; at least 1
 * @param windowBytes of bodies that may be on their way to it at once, and one message more: what
 *     is delivered counts until {@link Taken}; {@link #NO_WINDOW} for any number
 * @param shared what it shares with consumers of other queues
 */
public record Subscribe(
    long consumer,
    int priority,
    boolean exclusive,
    boolean autoAcknowledge,
    boolean replenishing,
    int credit,
    OptionalLong ackDeadlineMillis,
    long windowBytes,
    SharedCredit shared)
    implements VolatileCommand {
  /** No matter how many bytes. */
  public static final long NO_WINDOW = Long.MAX_VALUE;

  /** One with a credit of its own alone. */
  public Subscribe(
      long consumer,
      int priority,
      boolean exclusive,
      boolean autoAcknowledge,
      boolean replenishing,
      int credit,
      OptionalLong ackDeadlineMillis,
      long windowBytes) {
    this(
        consumer,
        priority,
        exclusive,
        autoAcknowledge,
        replenishing,
        credit,
        ackDeadlineMillis,
        windowBytes,
        SharedCredit.UNLIMITED);
  }

  /** One without a limit in bytes. */
  public Subscribe(
      long consumer,
      int priority,
      boolean exclusive,
      boolean autoAcknowledge,
      boolean replenishing,
      int credit,
      OptionalLong ackDeadlineMillis) {
    this(
        consumer,
        priority,
        exclusive,
        autoAcknowledge,
        replenishing,
        credit,
        ackDeadlineMillis,
        NO_WINDOW);
  }

  /** One that has the deadline of the queue, too. */
  public Subscribe(
      long consumer,
      int priority,
      boolean exclusive,
      boolean autoAcknowledge,
      boolean replenishing,
      int credit) {
    this(
        consumer, priority, exclusive, autoAcknowledge, replenishing, credit, OptionalLong.empty());
  }

  @Override
  public void match(Cases cases) {
    cases.subscribe(this);
  }
}
