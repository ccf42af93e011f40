package io.millrace.daemon.broker;

import io.millrace.broker.protocol.moonmq.QueueOverflow;
import io.millrace.broker.protocol.moonmq.QueueRules;
import io.millrace.broker.vhost.QueueArgument;
import io.millrace.daemon.config.Section;
import java.time.Duration;

/**
 * The keys that say what queues are like that come into being because somebody names them: those of
 * the file for all queues, and those below {@code queues} for some of them.
 */
final class QueueConfig {
  private static final Duration LONGEST = Duration.ofDays(3650);
  private static final Duration SHORTEST = Duration.ofMillis(1);

  /** What is said of all queues, and what counts where nothing is said. */
  private record Values(
      Duration ackTimeout,
      Duration messageTimeout,
      Duration idleTimeout,
      int maxQueueSize,
      QueueOverflow overflow,
      boolean deadLetters,
      boolean fanoutFilter,
      boolean keyPatterns,
      boolean durable) {
    private static final Values PLAIN =
        new Values(
            Duration.ofSeconds(60),
            Duration.ZERO,
            Duration.ofMinutes(5),
            0,
            QueueOverflow.REJECT,
            false,
            false,
            false,
            true);

    static Values from(Section section, Values otherwise) {
      return new Values(
          BrokerConfig.seconds(section, "ack_timeout", otherwise.ackTimeout, SHORTEST, LONGEST),
          BrokerConfig.seconds(
              section, "msg_timeout", otherwise.messageTimeout, Duration.ZERO, LONGEST),
          BrokerConfig.seconds(
              section, "idle_timeout", otherwise.idleTimeout, Duration.ZERO, LONGEST),
          section.integer("max_queue_size", otherwise.maxQueueSize, 0, Integer.MAX_VALUE),
          section.choice("overflow", QueueOverflow.class, otherwise.overflow),
          section.flag("dead_letters", otherwise.deadLetters),
          section.flag("fanout_filter", otherwise.fanoutFilter),
          section.flag("key_patterns", otherwise.keyPatterns),
          section.flag("durable_queues", otherwise.durable));
    }

    QueueRules rules() {
      QueueRules plain = QueueRules.DEFAULT;
      QueueRules rules =
          new QueueRules(durable, plain.arguments(), deadLetters, fanoutFilter, plain.named())
              .with(QueueArgument.CONSUMER_TIMEOUT, ackTimeout)
              .withMessageTimeout(messageTimeout)
              .withIdleTime(idleTimeout)
              .withMaxQueueSize(maxQueueSize);
      rules = maxQueueSize == 0 ? rules : rules.withOverflow(overflow);
      return keyPatterns ? rules.withKeyPatterns() : rules;
    }
  }

  private QueueConfig() {}

  static QueueRules from(Section root) {
    Values all = Values.from(root, Values.PLAIN);
    QueueRules rules = all.rules();
    for (Section some : root.sections("queues")) {
      rules = rules.withNamed(some.text("names"), Values.from(some, all).rules());
    }
    return rules;
  }
}
