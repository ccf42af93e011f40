package io.millrace.broker.protocol.amqp.channel;

import java.util.stream.Stream;

/** Mistakes of clients, and what RabbitMQ 3.10 tells them. */
final class ErrorCases {
  private ErrorCases() {}

  static Stream<ErrorCase> all() {
    return Stream.of(DeclarationErrors.all(), BindingErrors.all(), MessageErrors.all())
        .flatMap(each -> each);
  }
}
