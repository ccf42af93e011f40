package io.millrace.broker.protocol.moonmq;

import io.millrace.broker.message.HeaderValue;
import io.millrace.broker.message.Headers;
import io.millrace.broker.vhost.QueueArgument;
import io.millrace.broker.vhost.QueueDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What queues are like that come into being because somebody publishes to them or binds them.
 * Queues that are there already stay as they are.
 *
 * @param durable whether they survive a restart
 * @param arguments as in a declaration, see {@link QueueArgument}
 * @param deadLetters whether what expires, or makes room where the queue is full, goes to the queue
 *     {@code <name>.dlq}
 * @param fanoutFilter whether a message for everybody goes only to those who have bound the queue
 *     with its routing key
 * @param named other rules for some queues; the first one counts whose names match
 */
public record QueueRules(
    boolean durable,
    Headers arguments,
    boolean deadLetters,
    boolean fanoutFilter,
    List<Named> named) {
  private static final String DEFAULT_EXCHANGE = "";
  private static final String DEAD_LETTERS = ".dlq";
  private static final Duration ACK_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration IDLE = Duration.ofMinutes(5);

  /**
   * Durable, without bounds of length and age; a message that is not acked in 60 s goes back; a
   * queue that is empty and not bound goes after five minutes.
   */
  public static final QueueRules DEFAULT =
      new QueueRules(true, Headers.EMPTY, false, false, List.of())
          .with(QueueArgument.CONSUMER_TIMEOUT, ACK_TIMEOUT)
          .withIdleTime(IDLE);

  /**
   * Rules for some queues.
   *
   * @param names the name of one; or how names begin, and a star
   * @param rules whose own rules for names do not count
   */
  public record Named(String names, QueueRules rules) {
    private boolean isFor(String queue) {
      return names.endsWith("*")
          ? queue.startsWith(names.substring(0, names.length() - 1))
          : queue.equals(names);
    }
  }

  public QueueRules {
    named = List.copyOf(named);
  }

  public QueueRules with(QueueArgument argument, Duration value) {
    return with(argument, HeaderValue.of(value.toMillis()));
  }

  public QueueRules with(QueueArgument argument, HeaderValue value) {
    return withArguments(arguments.with(argument.argument(), value));
  }

  /** Without a bound of length if it is 0. */
  public QueueRules withMaxQueueSize(long messages) {
    return messages == 0
        ? without(QueueArgument.MAX_LENGTH)
        : with(QueueArgument.MAX_LENGTH, HeaderValue.of(messages));
  }

  /** What becomes of a message when the queue is full. */
  public QueueRules withOverflow(QueueOverflow overflow) {
    QueueRules rules = with(QueueArgument.OVERFLOW, HeaderValue.of(overflow.argument()));
    return overflow == QueueOverflow.DEAD_LETTER ? rules.withDeadLetters() : rules;
  }

  /** Messages expire after that time; never if it is 0. */
  public QueueRules withMessageTimeout(Duration timeout) {
    return timeout.isZero()
        ? without(QueueArgument.MESSAGE_TTL)
        : with(QueueArgument.MESSAGE_TTL, timeout);
  }

  /** A queue that is empty and not bound goes after that time; never if it is 0. */
  public QueueRules withIdleTime(Duration time) {
    return time.isZero()
        ? without(QueueArgument.EMPTY_EXPIRES)
        : with(QueueArgument.EMPTY_EXPIRES, time);
  }

  public QueueRules withDeadLetters() {
    return new QueueRules(durable, arguments, true, fanoutFilter, named);
  }

  public QueueRules withFanoutFilter() {
    return new QueueRules(durable, arguments, deadLetters, true, named);
  }

  /** Those who bind a queue choose by patterns; its messages are in one queue of the broker's. */
  public QueueRules withKeyPatterns() {
    return with(QueueArgument.KEY_PATTERNS, HeaderValue.of(true));
  }

  /** Whether routing keys with which the queue is bound are patterns. */
  boolean keyPatterns() {
    return hasKeyPatterns(arguments);
  }

  /** Whether that is so in a queue with such arguments. */
  static boolean hasKeyPatterns(Headers arguments) {
    return HeaderValue.of(true).equals(arguments.get(QueueArgument.KEY_PATTERNS.argument()));
  }

  /** With other rules for some queues, after those that there are. */
  public QueueRules withNamed(String names, QueueRules rules) {
    List<Named> more = new ArrayList<>(named);
    more.add(new Named(names, rules));
    return new QueueRules(durable, arguments, deadLetters, fanoutFilter, more);
  }

  private QueueRules without(QueueArgument argument) {
    return withArguments(arguments.without(argument.argument()));
  }

  private QueueRules withArguments(Headers others) {
    return new QueueRules(durable, others, deadLetters, fanoutFilter, named);
  }

  /** What clients of the push protocol call a queue that the broker hosts for one routing key. */
  public static String queueOf(String hostedName) {
    return QueueAddress.queueOf(hostedName);
  }

  /** The rules of one queue. */
  QueueRules of(String queue) {
    return named.stream()
        .filter(each -> each.isFor(queue))
        .findFirst()
        .map(Named::rules)
        .orElse(this);
  }

  /** Where messages of a queue go that have that key, and those who bind it with that key. */
  QueueAddress address(String queue, String routingKey) {
    return new QueueAddress(queue, of(queue).keyPatterns() ? "" : routingKey);
  }

  /** What there has to be for a queue, in order: where its dead letters go, then itself. */
  List<QueueDefinition> definitions(String hostedName) {
    QueueRules its = of(QueueAddress.queueOf(hostedName));
    if (hostedName.endsWith(DEAD_LETTERS)) {
      String source = hostedName.substring(0, hostedName.length() - DEAD_LETTERS.length());
      QueueRules rules = of(QueueAddress.queueOf(source));
      if (rules.deadLetters || its.deadLetters) {
        return List.of(deadLetterDefinition((rules.deadLetters ? rules : its).durable, hostedName));
      }
    }
    return its.deadLetters
        ? List.of(
            deadLetterDefinition(its.durable, deadLetterQueue(hostedName)),
            its.definition(hostedName))
        : List.of(its.definition(hostedName));
  }

  private QueueDefinition definition(String hostedName) {
    Headers all =
        deadLetters
            ? arguments
                .with(
                    QueueArgument.DEAD_LETTER_EXCHANGE.argument(), HeaderValue.of(DEFAULT_EXCHANGE))
                .with(
                    QueueArgument.DEAD_LETTER_ROUTING_KEY.argument(),
                    HeaderValue.of(deadLetterQueue(hostedName)))
            : arguments;
    return new QueueDefinition(hostedName, durable, false, false, all);
  }

  /** A queue that dead letters go to: none of them leaves by itself. */
  private QueueDefinition deadLetterDefinition(boolean durableLetters, String hostedName) {
    Headers noLimit =
        Headers.builder().put(QueueArgument.DELIVERY_LIMIT.argument(), HeaderValue.of(-1L)).build();
    Headers all =
        of(QueueAddress.queueOf(hostedName)).keyPatterns()
            ? noLimit.with(QueueArgument.KEY_PATTERNS.argument(), HeaderValue.of(true))
            : noLimit;
    return new QueueDefinition(hostedName, durableLetters, false, false, all);
  }

  private static String deadLetterQueue(String hostedName) {
    return hostedName + DEAD_LETTERS;
  }
}
