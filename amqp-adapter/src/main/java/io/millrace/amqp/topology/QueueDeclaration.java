package io.millrace.amqp.topology;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A queue as it is to be: durable unless said otherwise, never exclusive and never deleted by
 * itself.
 *
 * @param arguments such as {@code x-queue-type} and {@code x-dead-letter-exchange}; texts, numbers
 *     and truth values
 */
public record QueueDeclaration(String name, boolean isDurable, Map<String, Object> arguments) {
  public QueueDeclaration {
    requireNonNull(name);
    arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
  }

  /** A durable queue without arguments. */
  public static QueueDeclaration of(String name) {
    return new QueueDeclaration(name, true, Map.of());
  }

  /** The same, gone after a restart of the broker. */
  public QueueDeclaration transientQueue() {
    return new QueueDeclaration(name, false, arguments);
  }

  /** The same with one argument more. */
  public QueueDeclaration with(String argument, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(arguments);
    more.put(argument, value);
    return new QueueDeclaration(name, isDurable, more);
  }
}
