package io.millrace.broker.exchange;

import io.millrace.broker.message.HeaderValue;
import io.millrace.broker.message.Headers;
import io.millrace.broker.message.Text;
import java.util.Optional;

/**
 * An exchange as it was declared.
 *
 * @param name not empty: the default exchange is not declared
 * @param type the name of its {@link ExchangeType}
 * @param durable whether it survives a restart
 * @param autoDelete whether it goes with the last binding that it is the source of
 * @param internal whether only other exchanges publish to it
 */
public record ExchangeDefinition(
    String name,
    String type,
    boolean durable,
    boolean autoDelete,
    boolean internal,
    Headers arguments) {

  /** The argument that names the exchange which gets what no binding matches. */
  public static final String ALTERNATE_EXCHANGE = "alternate-exchange";

  public ExchangeDefinition {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("the default exchange is not declared");
    }
  }

  /** A durable exchange without anything special. */
  public static ExchangeDefinition of(String name, String type) {
    return new ExchangeDefinition(name, type, true, false, false, Headers.EMPTY);
  }

  public ExchangeDefinition withArguments(Headers others) {
    return new ExchangeDefinition(name, type, durable, autoDelete, internal, others);
  }

  /** Where what no binding matches goes, if it was declared with such an exchange. */
  public Optional<String> alternate() {
    HeaderValue alternate = arguments.get(ALTERNATE_EXCHANGE);
    return alternate instanceof Text text ? Optional.of(text.toString()) : Optional.empty();
  }
}
