package io.millrace.broker.protocol.amqp.channel;

import io.millrace.broker.message.HeaderValue;
import io.millrace.broker.message.HeaderValue.Whole;
import io.millrace.broker.message.Headers;
import io.millrace.broker.protocol.amqp.codec.BasicConsume;
import io.millrace.broker.vhost.SubscribeOptions;
import java.time.Duration;
import java.util.Optional;

/**
 * What the arguments of a basic.consume ask for; those not known mean nothing.
 *
 * @param priority {@code x-priority}
 * @param ackTimeout {@code x-consumer-timeout}
 */
record ConsumeArguments(int priority, Optional<Duration> ackTimeout) {
  private static final String PRIORITY = "x-priority";
  private static final String TIMEOUT = "x-consumer-timeout";

  /** What is wrong with them; empty if nothing is. */
  static Optional<Fault> refusal(BasicConsume asked, String queue, String virtualHost) {
    return refusal(asked.arguments(), PRIORITY, Integer.MIN_VALUE, Integer.MAX_VALUE)
        .or(
            () ->
                refusal(
                    asked.arguments(), TIMEOUT, 1, SubscribeOptions.LONGEST_ACK_TIMEOUT.toMillis()))
        .map(
            why ->
                Fault.preconditionFailed(
                    "invalid arg for queue '%s' in vhost '%s': %s", queue, virtualHost, why));
  }

  private static Optional<String> refusal(Headers arguments, String name, long least, long most) {
    HeaderValue value = arguments.get(name);
    if (value == null || (value instanceof Whole one && isWithin(one.value(), least, most))) {
      return Optional.empty();
    }
    return Optional.of("%s is not within %d to %d".formatted(name, least, most));
  }

  private static boolean isWithin(long value, long least, long most) {
    return value >= least && value <= most;
  }

  /** Those that are not refused. */
  static ConsumeArguments of(BasicConsume asked) {
    Headers arguments = asked.arguments();
    return new ConsumeArguments(
        arguments.get(PRIORITY) instanceof Whole priority ? (int) priority.value() : 0,
        arguments.get(TIMEOUT) instanceof Whole millis
            ? Optional.of(Duration.ofMillis(millis.value()))
            : Optional.empty());
  }

  SubscribeOptions apply(SubscribeOptions options) {
    SubscribeOptions ranked = options.withPriority(priority);
    return ackTimeout.map(ranked::withAckTimeout).orElse(ranked);
  }
}
