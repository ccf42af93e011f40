package io.millrace.broker.exchange;

import io.millrace.broker.message.HeaderValue;
import io.millrace.broker.message.Headers;
import java.util.Optional;
import java.util.function.Function;

/**
 * {@code x-delayed-message}: routes as the type that the argument {@code x-delayed-type} names, and
 * has a message held back as long as {@link DelayHeader} says.
 */
final class DelayedMessageType implements ExchangeType {
  private static final String TYPE = "x-delayed-type";

  private final Function<String, Optional<ExchangeType>> types;

  /**
   * @param types the types by name, this one among them
   */
  DelayedMessageType(Function<String, Optional<ExchangeType>> types) {
    this.types = types;
  }

  @Override
  public String name() {
    return "x-delayed-message";
  }

  @Override
  public boolean isDelaying() {
    return true;
  }

  @Override
  public Optional<String> refusalOfArguments(Headers arguments) {
    return routedAs(arguments)
        .map(type -> type.refusalOfArguments(arguments))
        .orElseGet(() -> Optional.of(TYPE + " must name an exchange type that does not delay"));
  }

  @Override
  public Optional<String> refusalOfBinding(Headers arguments, Binding binding) {
    return routedAs(arguments).flatMap(type -> type.refusalOfBinding(arguments, binding));
  }

  @Override
  public <Q> Routes<Q> routes(Headers arguments) {
    return routedAs(arguments).orElseThrow().routes(arguments);
  }

  private Optional<ExchangeType> routedAs(Headers arguments) {
    HeaderValue type = arguments.get(TYPE);
    return type == null
        ? Optional.empty()
        : types.apply(type.toString()).filter(found -> !found.isDelaying());
  }
}
