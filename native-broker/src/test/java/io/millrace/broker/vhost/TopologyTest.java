package io.millrace.broker.vhost;

import static io.millrace.broker.vhost.TestHost.CONNECTION;
import static io.millrace.broker.vhost.TestHost.arguments;
import static io.millrace.broker.vhost.TestHost.done;
import static io.millrace.broker.vhost.TestHost.message;
import static io.millrace.broker.vhost.TestHost.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.exchange.Binding;
import io.millrace.broker.exchange.ExchangeDefinition;
import io.millrace.broker.message.Headers;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TopologyTest {
  private final TestHost test = new TestHost();

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void hasThePredeclaredExchanges() {
    assertThat(test.host.exchanges())
        .extracting(ExchangeDefinition::name)
        .containsExactlyInAnyOrder(
            "amq.direct", "amq.fanout", "amq.topic", "amq.headers", "amq.match");
    assertThat(refused(test.host.deleteExchange("amq.topic", false)))
        .isInstanceOf(Refusal.Reserved.class);
    assertThat(refused(test.host.deleteExchange("", false))).isInstanceOf(Refusal.Reserved.class);
    assertThat(refused(test.host.declareExchange(ExchangeDefinition.of("amq.mine", "direct"))))
        .isInstanceOf(Refusal.Reserved.class);
  }

  @Test
  void threeExchangesInACycleGiveEachQueueOneCopy() {
    for (String exchange : new String[] {"a", "b", "c"}) {
      test.declareExchange(exchange, "fanout");
      test.declare("q-" + exchange);
      test.bind(exchange, "q-" + exchange, "");
    }
    done(test.host.bind(Binding.toExchange("a", "b", ""), 0));
    done(test.host.bind(Binding.toExchange("b", "c", ""), 0));
    done(test.host.bind(Binding.toExchange("c", "a", ""), 0));

    test.publisher().publishAndWait(message("b", "", "m"));

    assertThat(test.facts("q-a").ready()).isEqualTo(1);
    assertThat(test.facts("q-b").ready()).isEqualTo(1);
    assertThat(test.facts("q-c").ready()).isEqualTo(1);
  }

  @Test
  void bindingTwiceMakesNoSecondDeliveryAndUnbindingTwiceIsHarmless() {
    test.declare("q");
    test.bind("amq.direct", "q", "k");
    test.bind("amq.direct", "q", "k");
    TestPublisher publisher = test.publisher();
    publisher.publishAndWait(message("amq.direct", "k", "m"));
    assertThat(test.facts("q").ready()).isEqualTo(1);

    Binding binding = Binding.toQueue("amq.direct", "q", "k");
    done(test.host.unbind(binding, CONNECTION));
    done(test.host.unbind(binding, CONNECTION));

    assertThat(publisher.publish(message("amq.direct", "k", "m")))
        .isEqualTo(PublishOutcome.UNROUTABLE);
  }

  @Test
  void refusesBindingsWithoutTheirEnds() {
    test.declare("q");

    assertThat(refused(test.host.bind(Binding.toQueue("none", "q", ""), CONNECTION)))
        .isEqualTo(new Refusal.NotFound(Refusal.Kind.EXCHANGE, "none"));
    assertThat(refused(test.host.bind(Binding.toQueue("amq.topic", "none", ""), CONNECTION)))
        .isEqualTo(new Refusal.NotFound(Refusal.Kind.QUEUE, "none"));
    assertThat(refused(test.host.bind(Binding.toQueue("", "q", ""), CONNECTION)))
        .isInstanceOf(Refusal.Reserved.class);
  }

  @Test
  void anInternalExchangeIsClosedToClientsAndOpenToExchanges() {
    done(
        test.host.declareExchange(
            new ExchangeDefinition("inner", "fanout", true, false, true, Headers.EMPTY)));
    test.declare("q");
    test.bind("inner", "q", "");
    done(test.host.bind(Binding.toExchange("amq.fanout", "inner", ""), 0));
    TestPublisher publisher = test.publisher();

    assertThat(publisher.publish(message("inner", "", "m")))
        .isEqualTo(PublishOutcome.INTERNAL_EXCHANGE);
    publisher.publishAndWait(message("amq.fanout", "", "m"));

    assertThat(test.facts("q").ready()).isEqualTo(1);
  }

  @Test
  void sendsToTheAlternateExchangeWhatNoBindingMatches() {
    done(
        test.host.declareExchange(
            ExchangeDefinition.of("main", "direct")
                .withArguments(arguments("alternate-exchange", "amq.fanout"))));
    test.declare("rest");
    test.bind("amq.fanout", "rest", "");

    test.publisher().publishAndWait(message("main", "nobody", "m"));

    assertThat(test.facts("rest").ready()).isEqualTo(1);
    assertThat(test.host.unroutable()).isEmpty();
  }

  @Test
  void countsWhatEachExchangeCouldNotRoute() {
    test.declareExchange("mine", "topic");
    TestPublisher publisher = test.publisher();
    publisher.publish(message("mine", "a.b", "m"));
    publisher.publish(message("mine", "a.c", "m"));
    publisher.publish(message("", "no queue", "m"));
    publisher.awaitAll();

    assertThat(test.host.unroutable()).isEqualTo(Map.of("mine", 2L, "", 1L));
  }

  @Test
  void anAutoDeleteExchangeGoesWithItsLastBinding() {
    done(
        test.host.declareExchange(
            new ExchangeDefinition("temporary", "fanout", true, true, false, Headers.EMPTY)));
    test.declare("q");
    test.bind("temporary", "q", "");

    done(test.host.deleteQueue("q", CONNECTION, DeleteCondition.NONE));

    assertThat(test.host.exchange("temporary")).isEmpty();
  }

  @Test
  void refusesToDeleteABoundExchangeIfUnusedIsAsked() {
    test.declareExchange("x", "fanout");
    test.declare("q");
    test.bind("x", "q", "");

    assertThat(refused(test.host.deleteExchange("x", true)))
        .isEqualTo(new Refusal.InUse(Refusal.Kind.EXCHANGE, "x"));
    done(test.host.deleteExchange("x", false));
    assertThat(test.host.bindings()).isEmpty();
  }

  @Test
  void declaringAgainDifferentlyTellsWhatDiffers() {
    test.declareExchange("x", "fanout");

    done(test.host.declareExchange(ExchangeDefinition.of("x", "fanout")));
    assertThat(refused(test.host.declareExchange(ExchangeDefinition.of("x", "topic"))).text())
        .isEqualTo(
            "inequivalent arg 'type' for exchange 'x': received 'topic' but current is 'fanout'");
    assertThat(refused(test.host.declareExchange(ExchangeDefinition.of("y", "nonsense"))))
        .isInstanceOf(Refusal.Invalid.class);
  }
}
