package io.millrace.broker.exchange;

import io.millrace.broker.message.Headers;
import java.util.Optional;

/**
 * A way to route. This is what to implement for a type of your own: a public class with a public
 * constructor without parameters, named in {@code
 * META-INF/services/io.millrace.broker.exchange.ExchangeType} of a jar.
 *
 * <p><b>Threads:</b> any, at any time; an implementation has no state. It must not block, and
 * throws nothing.
 */
public interface ExchangeType {

  /** What it is called where an exchange is declared; own types begin with {@code x-}. */
  String name();

  /** Why an exchange cannot be declared with these arguments; empty if it can. */
  default Optional<String> refusalOfArguments(Headers arguments) {
    return Optional.empty();
  }

  /** Why an exchange with these arguments cannot have this binding; empty if it can. */
  default Optional<String> refusalOfBinding(Headers arguments, Binding binding) {
    return Optional.empty();
  }

  /** The routes of a new exchange with these arguments, which has no bindings yet. */
  <Q> Routes<Q> routes(Headers arguments);

  /** True if messages with a delay are held back on their way from such an exchange. */
  default boolean isDelaying() {
    return false;
  }
}
