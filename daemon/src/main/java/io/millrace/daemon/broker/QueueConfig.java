package io.millrace.daemon.broker;

import io.millrace.broker.message.HeaderValue;
import io.millrace.broker.message.Headers;
import io.millrace.broker.protocol.moonmq.QueueRules;
import io.millrace.broker.vhost.QueueArgument;
import io.millrace.daemon.config.Section;
import java.time.Duration;

/** The keys that say what queues are like that come into being because somebody names them. */
final class QueueConfig {
  private static final Duration DEFAULT_ACK_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration LONGEST = Duration.ofDays(3650);
  private static final Duration SHORTEST = Duration.ofMillis(1);

  private QueueConfig() {}

  static QueueRules from(Section root) {
    Duration ackTimeout =
        BrokerConfig.seconds(root, "ack_timeout", DEFAULT_ACK_TIMEOUT, SHORTEST, LONGEST);
    Duration messageTimeout =
        BrokerConfig.seconds(root, "msg_timeout", Duration.ZERO, Duration.ZERO, LONGEST);
    int longest = root.integer("max_queue_size", 0, 0, Integer.MAX_VALUE);
    QueueRules rules =
        new QueueRules(root.flag("durable_queues", true), Headers.EMPTY)
            .with(QueueArgument.CONSUMER_TIMEOUT, ackTimeout);
    if (!messageTimeout.isZero()) {
      rules = rules.with(QueueArgument.MESSAGE_TTL, messageTimeout);
    }
    Overflow overflow = root.choice("overflow", Overflow.class, Overflow.REJECT_PUBLISH);
    return longest == 0
        ? rules
        : rules
            .with(QueueArgument.MAX_LENGTH, HeaderValue.of((long) longest))
            .with(QueueArgument.OVERFLOW, HeaderValue.of(overflow.argument));
  }

  /** What becomes of a message for a full queue. */
  private enum Overflow {
    /** Its publisher is told that the queue is full. */
    REJECT_PUBLISH("reject-publish"),
    /** Its publisher waits. */
    BLOCK("block"),
    /** The oldest message goes. */
    DROP_HEAD("drop-head");

    private final String argument;

    Overflow(String argument) {
      this.argument = argument;
    }
  }
}
