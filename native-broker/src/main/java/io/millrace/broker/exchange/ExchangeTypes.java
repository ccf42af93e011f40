package io.millrace.broker.exchange;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The exchange types that there are, by name: those of the broker, and those that it was given. */
public final class ExchangeTypes {
  private final Map<String, ExchangeType> types = new TreeMap<>();

  private ExchangeTypes() {}

  /** The broker's own: direct, fanout, topic, headers, x-consistent-hash, x-delayed-message. */
  public static ExchangeTypes standard() {
    return with(List.of());
  }

  /**
   * The broker's own and {@code more}, for instance those that a {@link java.util.ServiceLoader}
   * has found in a jar.
   *
   * @throws IllegalArgumentException if two have one name
   */
  public static ExchangeTypes with(Iterable<? extends ExchangeType> more) {
    ExchangeTypes all = new ExchangeTypes();
    all.add(new DirectType());
    all.add(new FanoutType());
    all.add(new TopicType());
    all.add(new HeadersType());
    all.add(new ConsistentHashType());
    all.add(new DelayedMessageType(all::type));
    more.forEach(all::add);
    return all;
  }

  public Optional<ExchangeType> type(String name) {
    return Optional.ofNullable(types.get(name));
  }

  /** In the order of the alphabet. */
  public List<String> names() {
    return List.copyOf(types.keySet());
  }

  /** Why an exchange cannot be declared like this; empty if it can. */
  public Optional<String> refusalOf(ExchangeDefinition definition) {
    return type(definition.type())
        .map(type -> type.refusalOfArguments(definition.arguments()))
        .orElseGet(() -> Optional.of("there is no exchange type " + definition.type()));
  }

  private void add(ExchangeType type) {
    ExchangeType other = types.putIfAbsent(type.name(), type);
    if (other != null) {
      throw new IllegalArgumentException(
          type.getClass().getName()
              + " and "
              + other.getClass().getName()
              + " are both the exchange type "
              + type.name());
    }
  }
}
