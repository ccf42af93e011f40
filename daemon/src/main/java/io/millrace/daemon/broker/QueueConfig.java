package io.millrace.daemon.broker;

import io.millrace.broker.protocol.moonmq.QueueOverflow;
import io.millrace.broker.protocol.moonmq.QueueRules;
import io.millrace.broker.vhost.QueueArgument;
import io.millrace.daemon.config.Section;
import java.time.Duration;

/** The keys that say what queues are like that come into being because somebody names them. */
final class QueueConfig {
  private static final Duration DEFAULT_ACK_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration DEFAULT_IDLE = Duration.ofMinutes(5);
  private static final Duration LONGEST = Duration.ofDays(3650);
  private static final Duration SHORTEST = Duration.ofMillis(1);

  private QueueConfig() {}

  static QueueRules from(Section root) {
    Duration ackTimeout =
        BrokerConfig.seconds(root, "ack_timeout", DEFAULT_ACK_TIMEOUT, SHORTEST, LONGEST);
    Duration messageTimeout =
        BrokerConfig.seconds(root, "msg_timeout", Duration.ZERO, Duration.ZERO, LONGEST);
    Duration idleTimeout =
        BrokerConfig.seconds(root, "idle_timeout", DEFAULT_IDLE, Duration.ZERO, LONGEST);
    int longest = root.integer("max_queue_size", 0, 0, Integer.MAX_VALUE);
    QueueOverflow overflow = root.choice("overflow", QueueOverflow.class, QueueOverflow.REJECT);
    QueueRules plain = QueueRules.DEFAULT;
    QueueRules rules =
        new QueueRules(
                root.flag("durable_queues", true),
                plain.arguments(),
                root.flag("dead_letters", false),
                root.flag("fanout_filter", false),
                plain.named())
            .with(QueueArgument.CONSUMER_TIMEOUT, ackTimeout)
            .withMessageTimeout(messageTimeout)
            .withIdleTime(idleTimeout)
            .withMaxQueueSize(longest);
    return longest == 0 ? rules : rules.withOverflow(overflow);
  }
}
