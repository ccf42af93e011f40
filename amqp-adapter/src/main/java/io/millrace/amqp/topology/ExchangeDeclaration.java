package io.millrace.amqp.topology;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An exchange as it is to be: never deleted by itself, and open to clients.
 *
 * @param type {@code direct}, {@code fanout}, {@code topic}, {@code headers}, or another that the
 *     broker knows
 * @param arguments such as {@code alternate-exchange}; texts, numbers and truth values
 */
public record ExchangeDeclaration(
    String name, String type, boolean isDurable, Map<String, Object> arguments) {
  public ExchangeDeclaration {
    requireNonNull(name);
    requireNonNull(type);
    arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
  }

  /** A durable exchange without arguments. */
  public static ExchangeDeclaration of(String name, String type) {
    return new ExchangeDeclaration(name, type, true, Map.of());
  }
}
