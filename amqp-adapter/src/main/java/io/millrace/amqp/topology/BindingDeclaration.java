package io.millrace.amqp.topology;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an exchange sends to a queue.
 *
 * @param arguments those of a {@code headers} exchange; texts, numbers and truth values
 */
public record BindingDeclaration(
    String exchange, String queue, String routingKey, Map<String, Object> arguments) {
  public BindingDeclaration {
    requireNonNull(exchange);
    requireNonNull(queue);
    requireNonNull(routingKey);
    arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
  }

  /** A binding without arguments. */
  public static BindingDeclaration of(String exchange, String queue, String routingKey) {
    return new BindingDeclaration(exchange, queue, routingKey, Map.of());
  }
}
