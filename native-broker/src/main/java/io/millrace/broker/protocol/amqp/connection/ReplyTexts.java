package io.millrace.broker.protocol.amqp.connection;

import io.millrace.broker.protocol.amqp.codec.ReplyCode;

/** How RabbitMQ writes the text of a close, which its clients show and some of them look into. */
final class ReplyTexts {
  private ReplyTexts() {}

  /** The name of the code, and why. */
  static String of(ReplyCode code, String text) {
    return code.name() + " - " + text;
  }
}
