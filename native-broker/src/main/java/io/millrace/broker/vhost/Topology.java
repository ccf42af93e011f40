package io.millrace.broker.vhost;

import io.millrace.broker.exchange.Binding;
import io.millrace.broker.exchange.BindingRefusal;
import io.millrace.broker.exchange.DestinationKind;
import io.millrace.broker.exchange.ExchangeDefinition;
import io.millrace.broker.exchange.ExchangeTypes;
import io.millrace.broker.exchange.RoutingTable;
import io.millrace.broker.loop.OwnerLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The exchanges and bindings of a virtual host, and which queues there are to bind. Each change
 * publishes a new {@link RouteSnapshot}, which publishers read without a lock.
 *
 * <p><b>Threads:</b> {@link #snapshot} from any; the rest on the topology's loop. An answer is done
 * when what must survive a restart is durable; the change itself is visible before that.
 */
final class Topology {
  /** What every virtual host has from the start. */
  private static final Map<String, String> PREDECLARED =
      Map.of(
          "amq.direct", "direct",
          "amq.fanout", "fanout",
          "amq.topic", "topic",
          "amq.headers", "headers",
          "amq.match", "headers");

  private final OwnerLoop loop;
  private final DefinitionStore definitions;
  private final UnroutableCounts unroutable;

  /** The alternate exchange that a policy gives to an exchange which was declared without one. */
  private final Function<String, Optional<String>> alternates;

  private RoutingTable<HostedQueue> table;

  /** Written by the loop, read by publishers: they may route by the picture before the last. */
  private volatile RouteSnapshot snapshot;

  Topology(
      OwnerLoop loop,
      DefinitionStore definitions,
      ExchangeTypes types,
      Function<String, Optional<String>> alternates,
      UnroutableCounts unroutable) {
    this.loop = loop;
    this.alternates = alternates;
    this.definitions = definitions;
    this.unroutable = unroutable;
    RoutingTable<HostedQueue> start = RoutingTable.empty(types);
    for (Map.Entry<String, String> exchange : PREDECLARED.entrySet()) {
      start = start.withExchange(ExchangeDefinition.of(exchange.getKey(), exchange.getValue()));
    }
    table = start;
    snapshot = new RouteSnapshot(start, Set.of(), VirtualHostOptions.DEFAULT);
  }

  RouteSnapshot snapshot() {
    return snapshot;
  }

  /** Takes over the exchanges that are stored; then queues; then {@link #recoverBindings}. */
  void recoverExchanges() {
    RoutingTable<HostedQueue> all = table;
    for (DefinitionStore.Definition stored : definitions.all(TopologyRecords.EXCHANGE)) {
      all = all.withExchange(TopologyRecords.exchange(stored));
    }
    publishExchanges(all);
    applyAlternates();
  }

  void recoverBindings() {
    RoutingTable<HostedQueue> all = table;
    for (DefinitionStore.Definition stored : definitions.all(TopologyRecords.BINDING)) {
      all = all.bind(TopologyRecords.binding(stored));
    }
    publish(all);
  }

  CompletableFuture<Answer<ExchangeDefinition>> declareExchange(ExchangeDefinition asked) {
    Optional<ExchangeDefinition> existing = table.exchange(asked.name());
    if (existing.isPresent()) {
      return answer(Equivalence.of(existing.get(), asked));
    }
    if (ReservedNames.include(asked.name())) {
      return refuse(reserved(asked.name()));
    }
    Optional<String> wrong = table.types().refusalOf(asked);
    if (wrong.isPresent()) {
      return refuse(new Refusal.Invalid(Refusal.Kind.EXCHANGE, asked.name(), wrong.get()));
    }
    publishExchanges(withAlternate(table.withExchange(asked), asked));
    return asked.durable()
        ? done(asked, definitions.put(TopologyRecords.of(asked), loop.nowMillis()))
        : answer(Answer.done(asked));
  }

  CompletableFuture<Answer<ExchangeDefinition>> deleteExchange(String name, boolean ifUnused) {
    Optional<ExchangeDefinition> existing = table.exchange(name);
    if (name.isEmpty() || (existing.isPresent() && ReservedNames.include(name))) {
      return refuse(reserved(name));
    }
    if (existing.isEmpty()) {
      return refuse(new Refusal.NotFound(Refusal.Kind.EXCHANGE, name));
    }
    if (ifUnused && table.hasBindingsFrom(name)) {
      return refuse(new Refusal.InUse(Refusal.Kind.EXCHANGE, name));
    }
    return done(existing.get(), remove(existing.get()));
  }

  CompletableFuture<Answer<Binding>> bind(Binding binding) {
    Optional<Refusal> refusal = table.refusalOf(binding).map(why -> refusal(binding, why));
    if (refusal.isPresent()) {
      return refuse(refusal.get());
    }
    Binding kept = binding.withDurable(isDurable(binding));
    RoutingTable<HostedQueue> bound = table.bind(kept);
    if (bound == table) {
      return answer(Answer.done(kept));
    }
    publish(bound);
    return kept.durable()
        ? done(kept, definitions.put(TopologyRecords.of(kept), loop.nowMillis()))
        : answer(Answer.done(kept));
  }

  /** Whether there is this binding. */
  boolean isBound(Binding binding) {
    return table.find(binding).isPresent();
  }

  /** Done also where there is no such binding. */
  CompletableFuture<Answer<Binding>> unbind(Binding binding) {
    if (binding.source().isEmpty()) {
      return refuse(reserved(""));
    }
    if (table.exchange(binding.source()).isEmpty()) {
      return refuse(new Refusal.NotFound(Refusal.Kind.EXCHANGE, binding.source()));
    }
    Optional<Binding> existing = table.find(binding);
    if (existing.isEmpty()) {
      return answer(Answer.done(binding));
    }
    publish(table.unbind(binding));
    return done(binding, forget(List.of(existing.get())));
  }

  void addQueue(HostedQueue queue) {
    publish(table.withQueue(queue.name(), queue));
  }

  /** Without the queue, its bindings, and the exchanges that go with those. */
  CompletableFuture<Void> removeQueue(HostedQueue queue) {
    List<Binding> bindings = table.bindingsTo(DestinationKind.QUEUE, queue.name());
    publish(table.withoutQueue(queue.name()));
    return forget(bindings);
  }

  void setOptions(VirtualHostOptions options) {
    loop.assertOwner();
    snapshot = snapshot.withOptions(options);
  }

  /** Policies have changed. */
  void applyAlternates() {
    RoutingTable<HostedQueue> all = table;
    for (ExchangeDefinition exchange : table.exchanges()) {
      all = withAlternate(all, exchange);
    }
    publish(all);
  }

  /** What an exchange was declared with goes before what a policy says. */
  private RoutingTable<HostedQueue> withAlternate(
      RoutingTable<HostedQueue> all, ExchangeDefinition exchange) {
    return exchange.alternate().isPresent()
        ? all
        : all.withAlternate(exchange.name(), alternates.apply(exchange.name()));
  }

  private CompletableFuture<Void> remove(ExchangeDefinition exchange) {
    List<Binding> bindings = new ArrayList<>(table.bindingsFrom(exchange.name()));
    bindings.addAll(table.bindingsTo(DestinationKind.EXCHANGE, exchange.name()));
    publishExchanges(table.withoutExchange(exchange.name()));
    unroutable.forget(exchange.name());
    CompletableFuture<Void> others = forget(bindings);
    return exchange.durable()
        ? both(
            others, definitions.remove(TopologyRecords.EXCHANGE, exchange.name(), loop.nowMillis()))
        : others;
  }

  /** Bindings are gone: what is stored of them goes, too, and exchanges that live by them. */
  private CompletableFuture<Void> forget(List<Binding> bindings) {
    CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
    for (Binding binding : bindings) {
      if (binding.durable()) {
        all =
            both(
                all,
                definitions.remove(
                    TopologyRecords.BINDING, TopologyRecords.key(binding), loop.nowMillis()));
      }
    }
    for (Binding binding : bindings) {
      Optional<ExchangeDefinition> source = table.exchange(binding.source());
      if (source.isPresent()
          && source.get().autoDelete()
          && !table.hasBindingsFrom(binding.source())) {
        all = both(all, remove(source.get()));
      }
    }
    return all;
  }

  private boolean isDurable(Binding binding) {
    boolean source =
        table.exchange(binding.source()).map(ExchangeDefinition::durable).orElse(false);
    return source
        && (binding.kind() == DestinationKind.EXCHANGE
            ? table.exchange(binding.destination()).map(ExchangeDefinition::durable).orElse(false)
            : table.queue(binding.destination()).map(HostedQueue::isStored).orElse(false));
  }

  private void publish(RoutingTable<HostedQueue> changed) {
    loop.assertOwner();
    table = changed;
    snapshot = snapshot.withTable(changed);
  }

  /** After exchanges have changed. */
  private void publishExchanges(RoutingTable<HostedQueue> changed) {
    publish(changed);
    Set<String> internal =
        changed.exchanges().stream()
            .filter(ExchangeDefinition::internal)
            .map(ExchangeDefinition::name)
            .collect(Collectors.toUnmodifiableSet());
    snapshot = new RouteSnapshot(changed, internal, snapshot.options());
  }

  private static Refusal refusal(Binding binding, BindingRefusal why) {
    return switch (why.reason()) {
      case DEFAULT_EXCHANGE -> reserved("");
      case SOURCE_NOT_FOUND -> new Refusal.NotFound(Refusal.Kind.EXCHANGE, binding.source());
      case DESTINATION_NOT_FOUND ->
          new Refusal.NotFound(
              binding.kind() == DestinationKind.QUEUE ? Refusal.Kind.QUEUE : Refusal.Kind.EXCHANGE,
              binding.destination());
      case INVALID -> new Refusal.Invalid(Refusal.Kind.BINDING, binding.key(), why.text());
    };
  }

  private static Refusal reserved(String exchange) {
    return new Refusal.Reserved(
        Refusal.Kind.EXCHANGE,
        exchange,
        exchange.isEmpty() ? "the default exchange is fixed" : "'amq.' names are the broker's");
  }

  private static CompletableFuture<Void> both(
      CompletableFuture<Void> one, CompletableFuture<Void> other) {
    return one.thenCombine(other, (nothing, nothingEither) -> null);
  }

  static <T> CompletableFuture<Answer<T>> done(T value, CompletableFuture<Void> durable) {
    return durable.thenApply(nothing -> Answer.done(value));
  }

  static <T> CompletableFuture<Answer<T>> answer(Answer<T> answer) {
    return CompletableFuture.completedFuture(answer);
  }

  static <T> CompletableFuture<Answer<T>> refuse(Refusal refusal) {
    return CompletableFuture.completedFuture(Answer.refused(refusal));
  }
}
