package io.millrace.broker.protocol.moonmq;

import io.millrace.broker.message.HeaderValue;
import io.millrace.broker.message.Headers;
import io.millrace.broker.vhost.QueueArgument;
import io.millrace.broker.vhost.QueueDefinition;
import java.time.Duration;

/**
 * What queues are like that come into being because somebody publishes to them or binds them.
 * Queues that are there already stay as they are.
 *
 * @param durable whether they survive a restart
 * @param arguments as in a declaration, see {@link QueueArgument}
 */
public record QueueRules(boolean durable, Headers arguments) {
  private static final Duration ACK_TIMEOUT = Duration.ofSeconds(60);

  /** Durable, without bounds of length and age; a message that is not acked in 60 s goes back. */
  public static final QueueRules DEFAULT =
      new QueueRules(true, Headers.EMPTY).with(QueueArgument.CONSUMER_TIMEOUT, ACK_TIMEOUT);

  public QueueRules with(QueueArgument argument, Duration value) {
    return with(argument, HeaderValue.of(value.toMillis()));
  }

  public QueueRules with(QueueArgument argument, HeaderValue value) {
    return new QueueRules(durable, arguments.with(argument.argument(), value));
  }

  QueueDefinition definition(String name) {
    return new QueueDefinition(name, durable, false, false, arguments);
  }
}
