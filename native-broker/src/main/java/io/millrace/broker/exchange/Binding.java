package io.millrace.broker.exchange;

import io.millrace.broker.message.Headers;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * What leads messages from an exchange to a queue or to another exchange.
 *
 * <p>Two are the same binding if they differ in nothing but {@code durable}, which follows from
 * both ends; so to unbind, any value will do. The order of arguments does not matter.
 *
 * @param source an exchange
 * @param destination a queue or an exchange
 * @param key what the source compares with the routing key, in the way of its type
 * @param arguments what else it compares; kept in the order of their names
 * @param durable whether it survives a restart, as it does if both ends do
 */
public record Binding(
    String source,
    DestinationKind kind,
    String destination,
    String key,
    Headers arguments,
    boolean durable) {

  public Binding {
    arguments = sorted(arguments);
  }

  public static Binding toQueue(String source, String queue, String key) {
    return new Binding(source, DestinationKind.QUEUE, queue, key, Headers.EMPTY, false);
  }

  public static Binding toExchange(String source, String exchange, String key) {
    return new Binding(source, DestinationKind.EXCHANGE, exchange, key, Headers.EMPTY, false);
  }

  public Binding withArguments(Headers others) {
    return new Binding(source, kind, destination, key, others, durable);
  }

  public Binding withDurable(boolean durableToo) {
    return new Binding(source, kind, destination, key, arguments, durableToo);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Binding that
        && kind == that.kind
        && key.equals(that.key)
        && source.equals(that.source)
        && destination.equals(that.destination)
        && arguments.equals(that.arguments);
  }

  @Override
  public int hashCode() {
    return Objects.hash(source, kind, destination, key, arguments);
  }

  private static Headers sorted(Headers arguments) {
    if (arguments.count() < 2) {
      return arguments;
    }
    Headers.Builder sorted = Headers.builder();
    IntStream.range(0, arguments.count())
        .boxed()
        .sorted(Comparator.comparing(arguments::name))
        .forEach(i -> sorted.put(arguments.name(i), arguments.value(i)));
    return sorted.build();
  }
}
