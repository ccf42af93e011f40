package io.millrace.broker.vhost;

import static io.millrace.broker.vhost.TestHost.CONNECTION;
import static io.millrace.broker.vhost.TestHost.arguments;
import static io.millrace.broker.vhost.TestHost.done;
import static io.millrace.broker.vhost.TestHost.persistent;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.exchange.Binding;
import io.millrace.broker.exchange.ExchangeDefinition;
import io.millrace.broker.security.Access;
import io.millrace.broker.security.AccessTable;
import io.millrace.broker.security.PasswordHash;
import io.millrace.broker.security.Permissions;
import io.millrace.broker.security.User;
import io.millrace.broker.security.UserLimits;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a store promises of messages and of what is defined, whatever end a broker comes to. */
abstract class StoreContract extends MessageContract {
  @ParameterizedTest
  @MethodSource("ends")
  void queuesExchangesAndBindingsAreAsTheyWereDeclared(End end) throws IOException {
    ExchangeDefinition exchange =
        new ExchangeDefinition(
            "x", "topic", true, false, true, arguments("alternate-exchange", "amq.fanout"));
    done(broker.host().declareExchange(exchange));
    declare("q", "x-max-length", 2, "x-overflow", "reject-publish");
    declare("unbound");
    Binding binding = Binding.toQueue("x", "q", "a.#");
    Binding between = Binding.toExchange("amq.topic", "x", "y").withArguments(arguments("n", 1));
    done(broker.host().bind(binding, CONNECTION));
    done(broker.host().bind(between, CONNECTION));
    broker.bind("x", "unbound", "");
    done(broker.host().unbind(Binding.toQueue("x", "unbound", ""), CONNECTION));

    after(end);

    assertThat(broker.host().exchange("x")).contains(exchange);
    assertThat(broker.host().queues())
        .extracting(QueueDefinition::name)
        .containsExactlyInAnyOrder("q", "unbound");
    assertThat(broker.host().bindings()).containsExactlyInAnyOrder(binding, between);
    publish("q", "first", "second");
    assertThat(broker.publisher().publishAndWait(persistent("", "q", "third")))
        .isEqualTo(PublishRefusal.QUEUE_FULL);
  }

  @ParameterizedTest
  @MethodSource("ends")
  void aPausedQueueStaysPaused(End end) throws IOException {
    declare("q");
    done(broker.host().pauseQueue("q", true));
    publish("q", "m");

    after(end);

    assertThat(broker.facts("q").paused()).isTrue();
    TestConsumer consumer = broker.consume("q", 1);
    broker.facts("q");
    assertThat(consumer.hasNothing()).isTrue();
    done(broker.host().pauseQueue("q", false));
    assertThat(consumer.next().body()).isEqualTo("m");
  }

  @ParameterizedTest
  @MethodSource("ends")
  void virtualHostsAreApartAndThoseThatWentStayAway(End end) throws IOException {
    VirtualHost other = done(broker.hosts().create("other"));
    done(other.declareQueue(QueueDefinition.durable("q"), CONNECTION));
    new TestPublisher(other).publishAndWait(persistent("", "q", "of the other"));
    VirtualHost gone = done(broker.hosts().create("gone"));
    done(gone.declareQueue(QueueDefinition.durable("q"), CONNECTION));
    done(broker.hosts().delete("gone"));

    after(end);

    assertThat(broker.hosts().all())
        .extracting(VirtualHost::name)
        .containsExactlyInAnyOrder("/", "other");
    assertThat(broker.host().queues()).isEmpty();
    VirtualHost back = broker.hosts().host("other").orElseThrow();
    assertThat(done(back.queue("q", CONNECTION)).ready()).isOne();
  }

  @ParameterizedTest
  @MethodSource("ends")
  void usersHaveTheirPasswordsAndPermissions(End end) throws IOException {
    User ann =
        new User(
            "ann",
            Optional.of(PasswordHash.of("s3cret", new byte[PasswordHash.SALT_BYTES], 1)),
            Set.of("administrator"),
            UserLimits.NONE);
    done(broker.hosts().users().put(ann));
    done(broker.hosts().users().permit("ann", "/", Permissions.of("^ann\\.", "", ".*")));
    done(broker.hosts().users().put(new User("ben", Optional.empty(), Set.of(), UserLimits.NONE)));
    done(broker.hosts().users().remove("ben"));

    after(end);

    AccessTable table = broker.hosts().users().table();
    assertThat(table.users()).contains(ann).extracting(User::name).doesNotContain("ben");
    assertThat(table.refusalOfLogin("ann", "s3cret", false)).isEmpty();
    assertThat(table.refusalOfLogin("ann", "other", false)).isPresent();
    assertThat(table.allows("ann", "/", Access.CONFIGURE, "ann.q")).isTrue();
    assertThat(table.allows("ann", "/", Access.WRITE, "ann.q")).isFalse();
  }
}
