package io.millrace.broker.vhost;

import io.millrace.broker.exchange.ExchangeDefinition;
import java.util.Optional;

/** Whether what is declared again is declared as it is. */
final class Equivalence {
  private Equivalence() {}

  static Answer<ExchangeDefinition> of(ExchangeDefinition is, ExchangeDefinition asked) {
    return difference(Refusal.Kind.EXCHANGE, is.name(), "type", is.type(), asked.type())
        .or(() -> exchange(is, "durable", is.durable(), asked.durable()))
        .or(() -> exchange(is, "auto_delete", is.autoDelete(), asked.autoDelete()))
        .or(() -> exchange(is, "internal", is.internal(), asked.internal()))
        .or(() -> exchange(is, "arguments", is.arguments(), asked.arguments()))
        .<Answer<ExchangeDefinition>>map(Answer::refused)
        .orElseGet(() -> Answer.done(is));
  }

  static Optional<Refusal> of(QueueDefinition is, QueueDefinition asked) {
    return queue(is, "durable", is.durable(), asked.durable())
        .or(() -> queue(is, "exclusive", is.exclusive(), asked.exclusive()))
        .or(() -> queue(is, "auto_delete", is.autoDelete(), asked.autoDelete()))
        .or(() -> arguments(is, asked));
  }

  private static Optional<Refusal> arguments(QueueDefinition is, QueueDefinition asked) {
    QueueArguments own = QueueArguments.of(is.arguments());
    QueueArguments other = QueueArguments.of(asked.arguments());
    return own.firstDifferent(other)
        .map(
            argument ->
                new Refusal.Differs(
                    Refusal.Kind.QUEUE,
                    is.name(),
                    argument.argument(),
                    own.show(argument),
                    other.show(argument)));
  }

  private static Optional<Refusal> exchange(
      ExchangeDefinition is, String what, Object own, Object other) {
    return difference(Refusal.Kind.EXCHANGE, is.name(), what, own, other);
  }

  private static Optional<Refusal> queue(
      QueueDefinition is, String what, Object own, Object other) {
    return difference(Refusal.Kind.QUEUE, is.name(), what, own, other);
  }

  private static Optional<Refusal> difference(
      Refusal.Kind kind, String name, String what, Object own, Object other) {
    return own.equals(other)
        ? Optional.empty()
        : Optional.of(
            new Refusal.Differs(kind, name, what, String.valueOf(own), String.valueOf(other)));
  }
}
