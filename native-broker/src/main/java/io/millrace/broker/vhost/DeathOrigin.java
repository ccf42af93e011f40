package io.millrace.broker.vhost;

import io.millrace.broker.message.HeaderValue;
import io.millrace.broker.message.HeaderValue.Sequence;
import io.millrace.broker.message.HeaderValue.Whole;
import io.millrace.broker.message.Headers;
import io.millrace.broker.message.Message;
import java.util.Optional;

/**
 * Where a dead letter died last, and how it had come there.
 *
 * @param queue where it died
 * @param exchange to which it had been published
 * @param routingKey with which it had been
 */
record DeathOrigin(String queue, String exchange, String routingKey) {
  /** How often a message was sent back to where it died. */
  static final String REDRIVES = "x-redrives";

  /** What the history of the message says; empty if it has none. */
  static Optional<DeathOrigin> of(Message message) {
    return DeathHistory.of(message).last().flatMap(DeathOrigin::of);
  }

  private static Optional<DeathOrigin> of(Headers death) {
    HeaderValue queue = death.get(DeathHistory.QUEUE);
    HeaderValue exchange = death.get(DeathHistory.EXCHANGE);
    return queue != null
            && exchange != null
            && death.get(DeathHistory.ROUTING_KEYS) instanceof Sequence keys
            && !keys.values().isEmpty()
        ? Optional.of(
            new DeathOrigin(queue.toString(), exchange.toString(), keys.values().get(0).toString()))
        : Optional.empty();
  }

  /**
   * The message as it came to the queue where it died: to a consumer it is a new one, so that it
   * has all its attempts.
   */
  Message revived(Message letter) {
    long redrives = letter.headers().get(REDRIVES) instanceof Whole count ? count.value() : 0;
    Headers headers =
        DeathHistory.removedFrom(letter.headers()).with(REDRIVES, HeaderValue.of(redrives + 1));
    return letter
        .withProperties(letter.properties().withHeaders(headers))
        .withDestination(exchange, routingKey);
  }
}
