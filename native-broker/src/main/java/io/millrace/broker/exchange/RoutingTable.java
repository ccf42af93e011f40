package io.millrace.broker.exchange;

import io.millrace.broker.exchange.BindingRefusal.Reason;
import io.millrace.broker.message.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of a virtual host's exchanges, queues and bindings, which says where a message goes.
 *
 * <p><b>Threads:</b> immutable; any thread routes by it without a lock. Whoever owns the topology
 * publishes a changed copy. <b>Limits:</b> a change copies the paths to what it changes, however
 * much there is: a binding among 100,000 about 20 arrays of at most 32 slots, and as many more as
 * its key has words.
 *
 * <p>The default exchange, whose name is empty, leads to every queue by the queue's name. It cannot
 * be declared or bound, and is not listed.
 *
 * @param <Q> what it hands out for a queue
 */
public final class RoutingTable<Q> {
  private final ExchangeTypes types;
  private final PersistentMap<BoundExchange<Q>> exchanges;
  private final PersistentMap<Destination<Q>> queues;
  private final BindingIndex bindings;
  private final Router<Q> router;

  private RoutingTable(
      ExchangeTypes types,
      PersistentMap<BoundExchange<Q>> exchanges,
      PersistentMap<Destination<Q>> queues,
      BindingIndex bindings) {
    this.types = types;
    this.exchanges = exchanges;
    this.queues = queues;
    this.bindings = bindings;
    this.router = new Router<>(exchanges, queues);
  }

  /** One without exchanges and queues. */
  public static <Q> RoutingTable<Q> empty(ExchangeTypes types) {
    return new RoutingTable<>(
        types, PersistentMap.empty(), PersistentMap.empty(), BindingIndex.EMPTY);
  }

  /**
   * Fills {@code to} with the queues that a message goes to, by its routing key and by those of
   * {@link CopyKeys}. Messages without a delay go through exchanges that hold back as through
   * others; where they have one, {@link Routing#isDelayed} says for whom it counts.
   */
  public RouteResult route(Message message, Routing<Q> to) {
    return router.route(message, to);
  }

  /**
   * With one more exchange, of a definition that its type does not refuse.
   *
   * @throws IllegalArgumentException if there is one of its name, or its type refuses it
   */
  public RoutingTable<Q> withExchange(ExchangeDefinition definition) {
    types
        .refusalOf(definition)
        .ifPresent(
            refusal -> {
              throw new IllegalArgumentException(refusal);
            });
    check(exchanges.get(definition.name()) == null, definition.name(), "is there already");
    ExchangeType type = types.type(definition.type()).orElseThrow();
    return withExchanges(exchanges.put(definition.name(), BoundExchange.of(definition, type)));
  }

  /** Without an exchange, and without its bindings on both sides. */
  public RoutingTable<Q> withoutExchange(String name) {
    RoutingTable<Q> table = this;
    for (Binding binding : bindingsTo(DestinationKind.EXCHANGE, name)) {
      table = table.unbind(binding);
    }
    BindingIndex left = table.bindings;
    for (Binding binding : left.listFrom(name)) {
      left = left.without(binding);
    }
    return new RoutingTable<>(types, table.exchanges.remove(name), queues, left);
  }

  /**
   * With the exchange that gets what {@code exchange} has no match for, instead of the one that it
   * was declared with; for a policy.
   *
   * @throws IllegalArgumentException if there is no such exchange
   */
  public RoutingTable<Q> withAlternate(String exchange, Optional<String> alternate) {
    BoundExchange<Q> bound = require(exchange);
    return withExchanges(exchanges.put(exchange, bound.withAlternate(alternate.orElse(null))));
  }

  /**
   * With one more queue.
   *
   * @throws IllegalArgumentException if there is one of its name
   */
  public RoutingTable<Q> withQueue(String name, Q queue) {
    check(queues.get(name) == null, name, "is there already");
    return new RoutingTable<>(
        types, exchanges, queues.put(name, Destination.queue(name, queue)), bindings);
  }

  /** Without a queue and the bindings that lead there. */
  public RoutingTable<Q> withoutQueue(String name) {
    RoutingTable<Q> table = this;
    for (Binding binding : bindingsTo(DestinationKind.QUEUE, name)) {
      table = table.unbind(binding);
    }
    return new RoutingTable<>(types, table.exchanges, queues.remove(name), table.bindings);
  }

  /** Why there cannot be such a binding; empty if there can, or is. */
  public Optional<BindingRefusal> refusalOf(Binding binding) {
    boolean toExchange = binding.kind() == DestinationKind.EXCHANGE;
    if (binding.source().isEmpty() || (toExchange && binding.destination().isEmpty())) {
      return refusal(Reason.DEFAULT_EXCHANGE, "the default exchange cannot be bound");
    }
    BoundExchange<Q> source = exchanges.get(binding.source());
    if (source == null) {
      return refusal(Reason.SOURCE_NOT_FOUND, "there is no exchange " + binding.source());
    }
    if (destination(binding) == null) {
      return refusal(
          Reason.DESTINATION_NOT_FOUND,
          "there is no " + (toExchange ? "exchange " : "queue ") + binding.destination());
    }
    ExchangeDefinition definition = source.definition();
    return types
        .type(definition.type())
        .flatMap(type -> type.refusalOfBinding(definition.arguments(), binding))
        .map(text -> new BindingRefusal(Reason.INVALID, text));
  }

  /**
   * With that binding; the same table if it is there.
   *
   * @throws IllegalArgumentException if {@link #refusalOf} refuses it
   */
  public RoutingTable<Q> bind(Binding binding) {
    refusalOf(binding)
        .ifPresent(
            refusal -> {
              throw new IllegalArgumentException(refusal.text());
            });
    Destination<Q> destination = destination(binding);
    if (destination == null || bindings.find(binding) != null) {
      return this;
    }
    BoundExchange<Q> source = require(binding.source());
    return new RoutingTable<>(
        types,
        exchanges.put(
            binding.source(), source.withRoutes(source.routes().bind(binding, destination))),
        queues,
        bindings.with(binding));
  }

  /** Without that binding; the same table if it is not there. */
  public RoutingTable<Q> unbind(Binding binding) {
    Destination<Q> destination = destination(binding);
    if (destination == null || bindings.find(binding) == null) {
      return this;
    }
    BoundExchange<Q> source = require(binding.source());
    return new RoutingTable<>(
        types,
        exchanges.put(
            binding.source(), source.withRoutes(source.routes().unbind(binding, destination))),
        queues,
        bindings.without(binding));
  }

  public ExchangeTypes types() {
    return types;
  }

  public Optional<ExchangeDefinition> exchange(String name) {
    return Optional.ofNullable(exchanges.get(name)).map(BoundExchange::definition);
  }

  /** In any order. */
  public List<ExchangeDefinition> exchanges() {
    List<ExchangeDefinition> all = new ArrayList<>(exchanges.count());
    exchanges.forEach((name, exchange) -> all.add(exchange.definition()));
    return all;
  }

  public Optional<Q> queue(String name) {
    return Optional.ofNullable(queues.get(name)).map(Destination::requireQueue);
  }

  /** In any order. */
  public List<Q> queues() {
    List<Q> all = new ArrayList<>(queues.count());
    queues.forEach((name, queue) -> all.add(queue.requireQueue()));
    return all;
  }

  public int queueCount() {
    return queues.count();
  }

  /** The binding as it is here, with its durability; empty if it is not. */
  public Optional<Binding> find(Binding binding) {
    return Optional.ofNullable(bindings.find(binding));
  }

  public boolean hasBindingsFrom(String exchange) {
    return bindings.hasFrom(exchange);
  }

  /** The bindings of which an exchange is the source, in any order. */
  public List<Binding> bindingsFrom(String exchange) {
    return bindings.listFrom(exchange);
  }

  /** The bindings that lead to a queue or an exchange, in any order. */
  public List<Binding> bindingsTo(DestinationKind kind, String name) {
    return bindings.listTo(kind, name);
  }

  public List<Binding> bindingsBetween(String exchange, DestinationKind kind, String name) {
    return bindings.listBetween(exchange, kind, name);
  }

  /** In any order. */
  public List<Binding> bindings() {
    return bindings.listAll();
  }

  public int bindingCount() {
    return bindings.count();
  }

  private RoutingTable<Q> withExchanges(PersistentMap<BoundExchange<Q>> others) {
    return new RoutingTable<>(types, others, queues, bindings);
  }

  private @Nullable Destination<Q> destination(Binding binding) {
    if (binding.kind() == DestinationKind.QUEUE) {
      return queues.get(binding.destination());
    }
    BoundExchange<Q> exchange = exchanges.get(binding.destination());
    return exchange == null ? null : exchange.self();
  }

  private BoundExchange<Q> require(String name) {
    BoundExchange<Q> exchange = exchanges.get(name);
    if (exchange == null) {
      throw new IllegalArgumentException("there is no exchange " + name);
    }
    return exchange;
  }

  private static void check(boolean holds, String name, String complaint) {
    if (!holds) {
      throw new IllegalArgumentException(name + " " + complaint);
    }
  }

  private static Optional<BindingRefusal> refusal(Reason reason, String text) {
    return Optional.of(new BindingRefusal(reason, text));
  }
}
