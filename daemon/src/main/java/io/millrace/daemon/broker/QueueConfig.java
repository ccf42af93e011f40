package io.millrace.daemon.broker;

import io.millrace.broker.attendance.ExpectedConsumers;
import io.millrace.broker.protocol.moonmq.QueueOverflow;
import io.millrace.broker.protocol.moonmq.QueueRules;
import io.millrace.broker.vhost.QueueArgument;
import io.millrace.broker.vhost.VirtualHosts;
import io.millrace.daemon.config.Section;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The keys that say what queues are like that come into being because somebody names them: those of
 * the file for all queues, and those below {@code queues} for some of them.
 */
final class QueueConfig {
  private static final Duration LONGEST = Duration.ofDays(3650);
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final int MOST_CONSUMERS = 1_000_000;
  private static final char ANY = '*';

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

  /** Reads all of it but who is expected to consume; what is wrong is told by the check. */
  static QueueRules from(Section root) {
    Values all = Values.from(root, Values.PLAIN);
    QueueRules rules = all.rules();
    for (Section some : some(root)) {
      Optional<String> names = some.attempt(QueueConfig::names);
      QueueRules theirs = Values.from(some, all).rules();
      rules = names.isPresent() ? rules.withNamed(names.get(), theirs) : rules;
    }
    return rules;
  }

  /** Reads {@code consumers} of each of {@code queues}. */
  static List<ExpectedConsumers> expected(Section root) {
    String virtualHost = root.text("virtual_host", VirtualHosts.DEFAULT_NAME);
    return some(root).stream()
        .filter(some -> some.has("consumers"))
        .flatMap(some -> some.attempt(each -> expected(each, virtualHost)).stream())
        .flatMap(Optional::stream)
        .toList();
  }

  private static List<Section> some(Section root) {
    return root.attempt(section -> section.sections("queues")).orElse(List.of());
  }

  private static String names(Section some) {
    String names = some.text("names");
    int star = names.indexOf(ANY);
    if (names.isEmpty() || (star >= 0 && star < names.length() - 1)) {
      throw some.error(
          "names", "must be a queue's name, or how names begin and a *, found '" + names + "'");
    }
    return names;
  }

  /** Empty where it is wrong which queue it is, which is told elsewhere. */
  private static Optional<ExpectedConsumers> expected(Section some, String virtualHost) {
    int consumers = some.integer("consumers", 1, 1, MOST_CONSUMERS);
    String queue = some.optionalText("names").orElse("");
    if (queue.indexOf(ANY) >= 0) {
      throw some.error(
          "consumers",
          "is for one queue: nobody knows which queues there are to be of '"
              + queue
              + "'; write an entry with its name for each");
    }
    return queue.isEmpty()
        ? Optional.empty()
        : Optional.of(new ExpectedConsumers(virtualHost, queue, consumers));
  }
}
