package io.millrace.client.adapter;

import io.millrace.broker.message.HeaderValue;
import io.millrace.broker.protocol.moonmq.MoonmqSettings;
import io.millrace.broker.protocol.moonmq.QueueRules;
import io.millrace.broker.vhost.QueueArgument;

/** What queues have to be like for the contract. */
final class ContractRules {
  private ContractRules() {}

  /** Messages that are late go on soon. */
  static MoonmqSettings unordered(MoonmqSettings settings) {
    return settings.withQueues(
        QueueRules.DEFAULT.with(QueueArgument.CONSUMER_TIMEOUT, QueueBackend.ACK_TIMEOUT));
  }

  /** One consumer is served at a time. */
  static MoonmqSettings ordered(MoonmqSettings settings) {
    return settings.withQueues(
        QueueRules.DEFAULT
            .with(QueueArgument.CONSUMER_TIMEOUT, QueueBackend.LONG_ACK_TIMEOUT)
            .with(QueueArgument.SINGLE_ACTIVE_CONSUMER, HeaderValue.of(true)));
  }
}
