package io.millrace.broker.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.message.HeaderValue;
import io.millrace.broker.message.HeaderValue.Sequence;
import io.millrace.broker.message.Headers;
import io.millrace.broker.message.Message;
import io.millrace.broker.message.Properties;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Does the same to a table and to {@link NaiveTable}, and compares what both say. */
class RoutingTableModelTest {
  private final NaiveTable model = new NaiveTable();
  private final Routing<String> routing = new Routing<>();
  private RoutingTable<String> table = RoutingTable.empty(ExchangeTypes.standard());

  /** Something that happens to both. */
  interface Step {
    void run(RoutingTableModelTest both);
  }

  record DeclareExchange(ExchangeDefinition definition) implements Step {
    @Override
    public void run(RoutingTableModelTest both) {
      if (both.model.exchanges.putIfAbsent(definition.name(), definition) == null) {
        both.table = both.table.withExchange(definition);
      }
    }
  }

  record DeleteExchange(String name) implements Step {
    @Override
    public void run(RoutingTableModelTest both) {
      both.model.removeExchange(name);
      both.table = both.table.withoutExchange(name);
    }
  }

  record DeclareQueue(String name) implements Step {
    @Override
    public void run(RoutingTableModelTest both) {
      if (both.model.queues.add(name)) {
        both.table = both.table.withQueue(name, name);
      }
    }
  }

  record DeleteQueue(String name) implements Step {
    @Override
    public void run(RoutingTableModelTest both) {
      both.model.removeQueue(name);
      both.table = both.table.withoutQueue(name);
    }
  }

  record Bind(Binding binding) implements Step {
    @Override
    public void run(RoutingTableModelTest both) {
      assertThat(both.table.refusalOf(binding).isEmpty()).isEqualTo(both.model.isPossible(binding));
      if (both.model.isPossible(binding)) {
        both.model.bindings.add(binding);
        both.table = both.table.bind(binding);
      }
    }
  }

  record Unbind(Binding binding) implements Step {
    @Override
    public void run(RoutingTableModelTest both) {
      both.model.bindings.remove(binding);
      both.table = both.table.unbind(binding);
    }
  }

  record Publish(Message message) implements Step {
    @Override
    public void run(RoutingTableModelTest both) {
      Map<String, Boolean> expected = both.model.route(message);
      RouteResult result = both.table.route(message, both.routing);
      Map<String, Boolean> found = new TreeMap<>();
      for (int i = 0; i < both.routing.count(); i++) {
        assertThat(found.put(both.routing.queue(i), both.routing.isDelayed(i))).isNull();
      }
      assertThat(found).isEqualTo(expected);
      assertThat(result).isEqualTo(both.expectedResult(message, expected));
    }
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void saysWhatATableSaysThatLooksThroughAllBindings(@ForAll("steps") List<Step> steps) {
    steps.forEach(step -> step.run(this));
    assertSameLists();
  }

  private RouteResult expectedResult(Message message, Map<String, Boolean> expected) {
    if (!message.exchange().isEmpty() && !model.exchanges.containsKey(message.exchange())) {
      return RouteResult.NO_EXCHANGE;
    }
    return expected.isEmpty() ? RouteResult.UNROUTABLE : RouteResult.ROUTED;
  }

  private void assertSameLists() {
    assertThat(table.exchanges()).containsExactlyInAnyOrderElementsOf(model.exchanges.values());
    assertThat(table.queues()).containsExactlyInAnyOrderElementsOf(model.queues);
    assertThat(table.bindings()).containsExactlyInAnyOrderElementsOf(model.bindings);
    assertThat(table.bindingCount()).isEqualTo(model.bindings.size());
    for (String exchange : EXCHANGES) {
      Set<Binding> from = new HashSet<>(model.bindings);
      from.removeIf(binding -> !binding.source().equals(exchange));
      assertThat(table.bindingsFrom(exchange)).containsExactlyInAnyOrderElementsOf(from);
      assertThat(table.hasBindingsFrom(exchange)).isEqualTo(!from.isEmpty());
      assertSameListsTo(DestinationKind.EXCHANGE, exchange);
    }
    QUEUES.forEach(queue -> assertSameListsTo(DestinationKind.QUEUE, queue));
  }

  private void assertSameListsTo(DestinationKind kind, String name) {
    Set<Binding> to = new HashSet<>(model.bindings);
    to.removeIf(binding -> binding.kind() != kind || !binding.destination().equals(name));
    assertThat(table.bindingsTo(kind, name)).containsExactlyInAnyOrderElementsOf(to);
  }

  private static final List<String> EXCHANGES = List.of("n0", "n1", "n2", "n3");
  private static final List<String> QUEUES = List.of("n0", "n1", "a", "a.b");

  @Provide
  static Arbitrary<List<Step>> steps() {
    return Arbitraries.frequencyOf(
            Tuple.of(4, definitions().map(DeclareExchange::new)),
            Tuple.of(1, Arbitraries.of(EXCHANGES).map(DeleteExchange::new)),
            Tuple.of(3, Arbitraries.of(QUEUES).map(DeclareQueue::new)),
            Tuple.of(1, Arbitraries.of(QUEUES).map(DeleteQueue::new)),
            Tuple.of(9, bindings().map(Bind::new)),
            Tuple.of(2, bindings().map(Unbind::new)),
            Tuple.of(9, messages().map(Publish::new)))
        .map(Step.class::cast)
        .list()
        .ofMaxSize(80);
  }

  private static Arbitrary<ExchangeDefinition> definitions() {
    Arbitrary<Headers> alternates =
        Arbitraries.of("n0", "n1", "n2", "n3", "gone", "")
            .map(name -> Headers.of("alternate-exchange", name))
            .injectNull(0.6)
            .map(headers -> headers == null ? Headers.EMPTY : headers);
    Arbitrary<String> types =
        Arbitraries.of("direct", "fanout", "topic", "topic", "headers", "+direct", "+fanout");
    return Combinators.combine(Arbitraries.of(EXCHANGES), types, alternates)
        .as(RoutingTableModelTest::definition);
  }

  /** A plus before the type is for one that delays. */
  private static ExchangeDefinition definition(String name, String type, Headers arguments) {
    return type.startsWith("+")
        ? ExchangeDefinition.of(name, "x-delayed-message")
            .withArguments(arguments.with("x-delayed-type", HeaderValue.of(type.substring(1))))
        : ExchangeDefinition.of(name, type).withArguments(arguments);
  }

  private static Arbitrary<Binding> bindings() {
    Arbitrary<Binding> toQueues =
        Combinators.combine(Arbitraries.of(EXCHANGES), Arbitraries.of(QUEUES), patterns())
            .as(Binding::toQueue);
    Arbitrary<Binding> toExchanges =
        Combinators.combine(Arbitraries.of(EXCHANGES), Arbitraries.of(EXCHANGES), patterns())
            .as(Binding::toExchange);
    return Combinators.combine(Arbitraries.oneOf(toQueues, toExchanges), headers(true))
        .as(Binding::withArguments);
  }

  private static Arbitrary<String> patterns() {
    return Arbitraries.of("", "a", "a.b", "a.*", "#", "*.b", "#.b", "n0");
  }

  private static Arbitrary<Message> messages() {
    Arbitrary<String> keys = Arbitraries.of("", "a", "a.b", "b", "n0", "n1");
    return Combinators.combine(
            Arbitraries.of("n0", "n1", "n2", "n3", "gone", ""),
            keys,
            headers(false),
            Arbitraries.of("CC", "BCC", "none", "none"),
            keys.list().ofMaxSize(3))
        .as(
            (exchange, key, headers, addedBy, added) ->
                new Message(
                    exchange,
                    key,
                    Properties.builder().headers(headers.with(addedBy, texts(added))).build(),
                    new byte[0]));
  }

  private static HeaderValue texts(List<String> texts) {
    return new Sequence(texts.stream().map(HeaderValue::of).toList());
  }

  private static Arbitrary<Headers> headers(boolean match) {
    return Arbitraries.of(
        Headers.EMPTY,
        Headers.of("h", "1"),
        Headers.of("i", "1"),
        Headers.of("h", "1").with("i", HeaderValue.of("1")),
        match ? Headers.of("x-match", "any").with("h", HeaderValue.of("1")) : Headers.of("i", "2"));
  }
}
