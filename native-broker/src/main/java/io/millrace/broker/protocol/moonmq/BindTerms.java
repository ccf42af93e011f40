package io.millrace.broker.protocol.moonmq;

import io.millrace.broker.message.Message;
import io.millrace.broker.queue.KeyFilter;
import io.millrace.broker.vhost.MessageKey;
import java.util.Optional;

/**
 * How somebody has bound a queue.
 *
 * @param address where its messages are
 * @param noAck whether a message is done when it is sent
 * @param credit how many messages may be on their way
 * @param filter what its patterns take; empty where keys are no patterns
 */
record BindTerms(QueueAddress address, boolean noAck, int credit, Optional<KeyFilter> filter) {
  /** Those of somebody who has bound a queue with that key or pattern. */
  static BindTerms of(
      QueueRules rules, String queue, String routingKey, boolean noAck, int credit) {
    return new BindTerms(
        rules.address(queue, routingKey),
        noAck,
        credit,
        rules.of(queue).keyPatterns() ? Optional.of(KeyFilter.of(routingKey)) : Optional.empty());
  }

  /** The same for all that comes. */
  BindTerms takingAll() {
    return new BindTerms(address, noAck, credit, Optional.of(KeyFilter.ALL));
  }

  /** The same for what other patterns take. */
  BindTerms with(KeyFilter other) {
    return new BindTerms(address, noAck, credit, Optional.of(other));
  }

  /** Whether messages of that key are for whoever has bound the queue so. */
  boolean takes(String key) {
    return filter
        .map(patterns -> patterns.takes(key))
        .orElseGet(() -> address.routingKey().equals(key));
  }

  /** The routing key of a message that is pushed. */
  String keyOf(Message message) {
    return filter.isPresent() ? MessageKey.of(message) : address.routingKey();
  }
}
