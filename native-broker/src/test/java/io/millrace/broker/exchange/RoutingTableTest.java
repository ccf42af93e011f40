package io.millrace.broker.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.broker.exchange.BindingRefusal.Reason;
import io.millrace.broker.message.HeaderValue;
import io.millrace.broker.message.Headers;
import io.millrace.broker.message.Message;
import io.millrace.broker.message.Properties;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RoutingTableTest {
  private final Routing<String> routing = new Routing<>();
  private RoutingTable<String> table =
      RoutingTable.<String>empty(ExchangeTypes.standard())
          .withExchange(ExchangeDefinition.of("d", "direct"))
          .withExchange(ExchangeDefinition.of("f", "fanout"))
          .withQueue("q1", "Q1")
          .withQueue("q2", "Q2");

  @Test
  void theDefaultExchangeLeadsToTheQueueOfThatName() {
    assertThat(route("", "q1")).containsExactly("Q1");
    assertThat(routing.isDelayed(0)).isFalse();
    assertThat(route("", "q3")).isEmpty();
    assertThat(result("", "q3")).isEqualTo(RouteResult.UNROUTABLE);
  }

  @Test
  void tellsAnExchangeThatIsNotThereFromOneWithoutAMatch() {
    assertThat(result("gone", "k")).isEqualTo(RouteResult.NO_EXCHANGE);
    assertThat(result("d", "k")).isEqualTo(RouteResult.UNROUTABLE);
  }

  @Test
  void aSnapshotStaysAsItWas() {
    RoutingTable<String> before = table.bind(Binding.toQueue("d", "q1", "k"));
    table = before.bind(Binding.toQueue("d", "q2", "k")).withoutQueue("q1");

    assertThat(route("d", "k")).containsExactly("Q2");
    before.route(message("d", "k"), routing);
    assertThat(routing.count()).isEqualTo(1);
    assertThat(routing.queue(0)).isEqualTo("Q1");
  }

  @Test
  void bindingTwiceIsBindingOnce() {
    table = table.bind(Binding.toQueue("d", "q1", "k"));

    assertThat(table.bind(Binding.toQueue("d", "q1", "k").withDurable(true))).isSameAs(table);
    table = table.unbind(Binding.toQueue("d", "q1", "k"));
    assertThat(route("d", "k")).isEmpty();
    assertThat(table.unbind(Binding.toQueue("d", "q1", "k"))).isSameAs(table);
  }

  @Test
  void bindingsOfOneKeyWithOtherArgumentsAreTwo() {
    Binding plain = Binding.toQueue("d", "q1", "k");
    Binding other = plain.withArguments(Headers.of("a", "1"));
    table = table.bind(plain).bind(other);

    assertThat(table.bindingCount()).isEqualTo(2);
    assertThat(route("d", "k")).containsExactly("Q1");
    table = table.unbind(plain);
    assertThat(route("d", "k")).containsExactly("Q1");
    table = table.unbind(other);
    assertThat(route("d", "k")).isEmpty();
  }

  /** Many destinations are kept in another form than few. */
  @Test
  void bindingsOfOneKeyWithOtherArgumentsAreTwoAmongManyDestinations() {
    Binding plain = Binding.toQueue("d", "q1", "k");
    Binding other = plain.withArguments(Headers.of("a", "1"));
    table = table.bind(plain).bind(other);
    for (int i = 0; i < 40; i++) {
      table = table.withQueue("many" + i, "Many").bind(Binding.toQueue("d", "many" + i, "k"));
    }

    table = table.unbind(plain);
    assertThat(route("d", "k")).contains("Q1").hasSize(41);
    table = table.unbind(other);
    assertThat(route("d", "k")).doesNotContain("Q1").hasSize(40);
  }

  @Test
  void theOrderOfArgumentsDoesNotMatter() {
    Headers arguments = Headers.of("a", "1").with("b", HeaderValue.of("2"));
    Headers turned = Headers.of("b", "2").with("a", HeaderValue.of("1"));
    table = table.bind(Binding.toQueue("d", "q1", "k").withArguments(arguments));

    assertThat(table.bind(Binding.toQueue("d", "q1", "k").withArguments(turned))).isSameAs(table);
  }

  @Test
  void keepsWhetherABindingIsDurable() {
    table = table.bind(Binding.toQueue("d", "q1", "k").withDurable(true));

    assertThat(table.bindingsFrom("d")).singleElement().matches(Binding::durable);
    assertThat(table.find(Binding.toQueue("d", "q1", "k"))).map(Binding::durable).contains(true);
  }

  @Test
  void eachQueueGetsOneCopyHoweverManyWaysLeadThere() {
    table =
        table
            .bind(Binding.toQueue("d", "q1", "k"))
            .bind(Binding.toExchange("d", "f", "k"))
            .bind(Binding.toQueue("f", "q1", ""))
            .bind(Binding.toQueue("f", "q2", ""))
            .bind(Binding.toExchange("f", "d", ""))
            .bind(Binding.toExchange("f", "f", ""));

    assertThat(route("d", "k")).containsExactlyInAnyOrder("Q1", "Q2");
  }

  @Test
  void aHundredQueuesGetOneCopyEach() {
    for (int i = 0; i < 100; i++) {
      String name = "many" + i;
      table =
          table
              .withQueue(name, name)
              .bind(Binding.toQueue("f", name, ""))
              .bind(Binding.toQueue("f", name, "again"));
    }
    assertThat(route("f", "k")).hasSize(100).doesNotHaveDuplicates();
    for (int i = 0; i < 99; i++) {
      table = table.unbind(Binding.toQueue("f", "many" + i, ""));
      table = table.unbind(Binding.toQueue("f", "many" + i, "again"));
    }
    assertThat(route("f", "k")).containsExactly("many99");
  }

  @Test
  void whatAnExchangeHasNoMatchForGoesToItsAlternate() {
    table =
        table
            .withExchange(
                ExchangeDefinition.of("a", "direct")
                    .withArguments(Headers.of("alternate-exchange", "f")))
            .bind(Binding.toQueue("a", "q1", "k"))
            .bind(Binding.toQueue("f", "q2", ""));

    assertThat(route("a", "k")).containsExactly("Q1");
    assertThat(route("a", "other")).containsExactly("Q2");
  }

  @Test
  void anAlternateMayBeTheDefaultExchange() {
    table = table.withAlternate("d", Optional.of(""));

    assertThat(route("d", "q2")).containsExactly("Q2");
  }

  @Test
  void aPolicyChangesAnAlternate() {
    table = table.bind(Binding.toQueue("f", "q2", "")).withAlternate("d", Optional.of("f"));
    assertThat(route("d", "k")).containsExactly("Q2");

    table = table.withAlternate("d", Optional.empty());
    assertThat(route("d", "k")).isEmpty();
  }

  @Test
  void aMessageIsHeldBackWhereOnlyADelayingExchangeLeads() {
    table =
        table
            .withExchange(
                ExchangeDefinition.of("later", "x-delayed-message")
                    .withArguments(Headers.of("x-delayed-type", "fanout")))
            .bind(Binding.toExchange("f", "later", ""))
            .bind(Binding.toQueue("later", "q1", ""))
            .bind(Binding.toQueue("later", "q2", ""))
            .bind(Binding.toQueue("f", "q2", ""));

    assertThat(route("f", "k")).containsExactly("Q2", "Q1");
    assertThat(routing.isDelayed(0)).isFalse();
    assertThat(routing.isDelayed(1)).isTrue();
  }

  @Test
  void refusesWhatCannotBeBound() {
    assertThat(reason(Binding.toQueue("", "q1", "k"))).contains(Reason.DEFAULT_EXCHANGE);
    assertThat(reason(Binding.toExchange("d", "", "k"))).contains(Reason.DEFAULT_EXCHANGE);
    assertThat(reason(Binding.toQueue("gone", "q1", "k"))).contains(Reason.SOURCE_NOT_FOUND);
    assertThat(reason(Binding.toQueue("d", "gone", "k"))).contains(Reason.DESTINATION_NOT_FOUND);
    assertThat(reason(Binding.toExchange("d", "q1", "k"))).contains(Reason.DESTINATION_NOT_FOUND);
    table = table.withExchange(ExchangeDefinition.of("h", "x-consistent-hash"));
    assertThat(reason(Binding.toQueue("h", "q1", "k"))).contains(Reason.INVALID);
    assertThatThrownBy(() -> table.bind(Binding.toQueue("h", "q1", "k")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("weight");
  }

  @Test
  void refusesExchangesThatCannotBe() {
    ExchangeTypes types = table.types();

    assertThat(types.refusalOf(ExchangeDefinition.of("x", "none")))
        .contains("there is no exchange type none");
    assertThat(types.refusalOf(ExchangeDefinition.of("x", "x-delayed-message"))).isPresent();
    assertThat(types.refusalOf(delayed("x-delayed-message"))).isPresent();
    assertThat(types.refusalOf(delayed("topic"))).isEmpty();
    assertThatThrownBy(() -> table.withExchange(ExchangeDefinition.of("d", "fanout")))
        .hasMessageContaining("is there already");
    assertThatThrownBy(() -> table.withQueue("q1", "Q")).hasMessageContaining("is there already");
  }

  @Test
  void aDelayingExchangeBindsAsTheTypeThatItRoutesAs() {
    table = table.withExchange(delayed("x-consistent-hash"));

    assertThat(reason(Binding.toQueue("x", "q1", "k"))).contains(Reason.INVALID);
    assertThat(reason(Binding.toQueue("x", "q1", "1"))).isEmpty();
  }

  @Test
  void aThousandExchangesInARingRouteOnce() {
    for (int i = 0; i < 1000; i++) {
      table = table.withExchange(ExchangeDefinition.of("ring" + i, "fanout"));
    }
    for (int i = 0; i < 1000; i++) {
      table = table.bind(Binding.toExchange("ring" + i, "ring" + (i + 1) % 1000, ""));
    }
    table = table.bind(Binding.toQueue("ring999", "q1", ""));

    assertThat(route("ring3", "k")).containsExactly("Q1");
  }

  private static ExchangeDefinition delayed(String type) {
    return ExchangeDefinition.of("x", "x-delayed-message")
        .withArguments(Headers.of("x-delayed-type", type));
  }

  private Optional<Reason> reason(Binding binding) {
    return table.refusalOf(binding).map(BindingRefusal::reason);
  }

  private RouteResult result(String exchange, String key) {
    return table.route(message(exchange, key), routing);
  }

  private List<String> route(String exchange, String key) {
    table.route(message(exchange, key), routing);
    List<String> queues = new ArrayList<>();
    for (int i = 0; i < routing.count(); i++) {
      queues.add(routing.queue(i));
    }
    return queues;
  }

  private static Message message(String exchange, String key) {
    return new Message(exchange, key, Properties.NONE, new byte[0]);
  }
}
