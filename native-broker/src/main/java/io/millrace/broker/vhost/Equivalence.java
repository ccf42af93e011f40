package io.millrace.broker.vhost;

import io.millrace.broker.exchange.ExchangeDefinition;
import io.millrace.broker.message.HeaderValue;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether what is declared again is declared as it is. */
final class Equivalence {
  private static final List<String> EXCHANGE_ARGUMENTS =
      List.of(
          ExchangeDefinition.ALTERNATE_EXCHANGE, "x-delayed-type", "hash-header", "hash-property");

  private Equivalence() {}

  static Answer<ExchangeDefinition> of(ExchangeDefinition is, ExchangeDefinition asked) {
    return difference(Refusal.Kind.EXCHANGE, is.name(), "type", is.type(), asked.type())
        .or(() -> exchange(is, "durable", is.durable(), asked.durable()))
        .or(() -> exchange(is, "auto_delete", is.autoDelete(), asked.autoDelete()))
        .or(() -> exchange(is, "internal", is.internal(), asked.internal()))
        .or(() -> arguments(is, asked))
        .<Answer<ExchangeDefinition>>map(Answer::refused)
        .orElseGet(() -> Answer.done(is));
  }

  /** An argument that cannot be is one that differs: what is there has none like that. */
  static Optional<Refusal> of(QueueDefinition is, QueueDefinition asked) {
    return queue(is, "exclusive", is.exclusive(), asked.exclusive())
        .or(() -> queue(is, "durable", is.durable(), asked.durable()))
        .or(() -> queue(is, "auto_delete", is.autoDelete(), asked.autoDelete()))
        .or(() -> arguments(is, asked));
  }

  /** Of the others those count that are there: what a type does not know means nothing. */
  private static Optional<Refusal> arguments(ExchangeDefinition is, ExchangeDefinition asked) {
    for (String name : EXCHANGE_ARGUMENTS) {
      HeaderValue own = is.arguments().get(name);
      HeaderValue other = asked.arguments().get(name);
      if (!Objects.equals(own, other)) {
        return Optional.of(differs(Refusal.Kind.EXCHANGE, is.name(), name, own, other));
      }
    }
    return Optional.empty();
  }

  private static Optional<Refusal> arguments(QueueDefinition is, QueueDefinition asked) {
    for (QueueArgument argument : QueueArgument.values()) {
      String name = argument.argument();
      HeaderValue own = is.arguments().get(name);
      HeaderValue other = asked.arguments().get(name);
      if (!isSame(argument, own, other)) {
        return Optional.of(differs(Refusal.Kind.QUEUE, is.name(), name, own, other));
      }
    }
    return Optional.empty();
  }

  /** Numbers are the same whatever their size. */
  private static boolean isSame(
      QueueArgument argument, @Nullable HeaderValue own, @Nullable HeaderValue other) {
    if (own == null || other == null) {
      return own == null && other == null;
    }
    return Objects.equals(argument.valueOf(own), argument.valueOf(other));
  }

  private static Refusal differs(
      Refusal.Kind kind,
      String name,
      String what,
      @Nullable HeaderValue own,
      @Nullable HeaderValue other) {
    return new Refusal.Differs(
        kind, name, what, Difference.show(own, other), Difference.show(other, own));
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
            new Refusal.Differs(
                kind, name, what, Difference.quoted(own), Difference.quoted(other)));
  }
}
