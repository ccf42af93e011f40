package io.millrace.broker.vhost;

import io.millrace.broker.message.Message;
import java.util.Optional;

/** The key of a message in a queue whose consumers choose. */
public final class MessageKey {
  private MessageKey() {}

  /**
   * What its publisher says; else what an exchange has routed it by. The default exchange knows
   * only the queue: without a key of its own, what comes by it has the empty one.
   */
  public static String of(Message message) {
    Optional<String> own = message.properties().key();
    if (own.isPresent()) {
      return own.get();
    }
    return message.exchange().isEmpty() ? "" : message.routingKey();
  }
}
