package io.millrace.broker.vhost;

import static io.millrace.broker.vhost.TestHost.CONNECTION;
import static io.millrace.broker.vhost.TestHost.arguments;
import static io.millrace.broker.vhost.TestHost.done;
import static io.millrace.broker.vhost.TestHost.message;
import static io.millrace.broker.vhost.TestHost.persistent;
import static io.millrace.broker.vhost.TestHost.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.exchange.Binding;
import io.millrace.broker.exchange.ExchangeDefinition;
import io.millrace.broker.message.Headers;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RestartTest {
  private TestHost test = new TestHost();

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void whatIsDurableIsThereAgainAndTheRestIsNot() {
    ExchangeDefinition kept =
        new ExchangeDefinition(
            "kept", "topic", true, false, true, arguments("alternate-exchange", "amq.fanout"));
    done(test.host.declareExchange(kept));
    done(
        test.host.declareExchange(
            new ExchangeDefinition("lost", "fanout", false, false, false, Headers.EMPTY)));
    QueueDefinition queue =
        QueueDefinition.durable("q").withArguments(arguments("x-max-length", 5));
    test.declare(queue);
    test.declare("memory");
    test.declare(new QueueDefinition("exclusive", true, true, false, Headers.EMPTY));
    test.bind("kept", "q", "a.*");
    test.bind("kept", "memory", "a.*");
    test.bind("lost", "q", "");
    Binding between = Binding.toExchange("amq.topic", "kept", "x").withArguments(arguments("n", 1));
    done(test.host.bind(between, CONNECTION));

    test = test.restarted();

    assertThat(test.host.exchange("kept")).contains(kept);
    assertThat(test.host.exchange("lost")).isEmpty();
    assertThat(test.host.queues()).containsExactly(queue);
    assertThat(test.host.bindings())
        .containsExactlyInAnyOrder(Binding.toQueue("kept", "q", "a.*"), between);
  }

  @Test
  void aPausedQueueIsPausedStillUntilSomebodyResumesIt() throws InterruptedException {
    test.declare(QueueDefinition.durable("q"));
    test.declare(QueueDefinition.durable("resumed"));
    done(test.host.pauseQueue("q", true));
    done(test.host.pauseQueue("resumed", true));
    done(test.host.pauseQueue("resumed", false));
    test.publisher().publishAndWait(persistent("", "q", "m"));

    test = test.killed();

    assertThat(test.facts("resumed").paused()).isFalse();
    assertThat(test.facts("q").paused()).isTrue();
    TestConsumer consumer = test.consume("q", 1);
    test.facts("q");
    assertThat(consumer.hasNothing()).isTrue();
    done(test.host.pauseQueue("q", false));
    assertThat(consumer.next().body()).isEqualTo("m");
  }

  @Test
  void aQueueThatIsGoneDoesNotLeaveItsPauseBehind() {
    test.declare(QueueDefinition.durable("q"));
    done(test.host.pauseQueue("q", true));
    done(test.host.deleteQueue("q", CONNECTION, DeleteCondition.NONE));
    assertThat(refused(test.host.pauseQueue("q", true)).text()).isEqualTo("no queue 'q'");
    test.declare(QueueDefinition.durable("q"));

    test = test.restarted();

    assertThat(test.facts("q").paused()).isFalse();
  }

  @Test
  void nothingConfirmedIsLostWhenTheBrokerDies() throws InterruptedException {
    test.declare(QueueDefinition.durable("q"));
    TestPublisher publisher = test.publisher();
    for (int n = 0; n < 100; n++) {
      publisher.publish(persistent("", "q", "m" + n));
    }
    publisher.awaitAll();
    test.consume("q", 10).acknowledgeNext();
    test.facts("q");

    test = test.killed();

    assertThat(test.facts("q").ready()).isEqualTo(99);
    TestConsumer.Received next = test.consume("q", 1).next();
    assertThat(next.body()).isEqualTo("m1");
    assertThat(next.redelivered()).isTrue();
  }

  @Test
  void messagesThatAreNotPersistentGoWithARestart() throws InterruptedException {
    test.declare(QueueDefinition.durable("q"));
    TestPublisher publisher = test.publisher();
    publisher.publish(message("", "q", "gone"));
    publisher.publish(persistent("", "q", "stays"));
    publisher.publish(message("", "q", "gone"));
    publisher.awaitAll();

    test = test.restarted();
    assertThat(test.facts("q").ready()).isOne();
    test.publisher().publishAndWait(message("", "q", "gone"));
    test.publisher().publishAndWait(persistent("", "q", "stays, too"));
    test.facts("q");

    test = test.killed();
    assertThat(test.facts("q").ready()).isEqualTo(2);
    TestConsumer consumer = test.consume("q", 2);
    assertThat(consumer.next().body()).isEqualTo("stays");
    assertThat(consumer.next().body()).isEqualTo("stays, too");
  }

  @Test
  void afterAStopInOrderOnlyWhatWasDeliveredIsMarkedRedelivered() {
    test.declare(QueueDefinition.durable("q"));
    TestPublisher publisher = test.publisher();
    publisher.publish(persistent("", "q", "held"));
    publisher.publish(persistent("", "q", "fresh"));
    publisher.awaitAll();
    test.consume("q", 1).next();

    test = test.restarted();

    TestConsumer consumer = test.consume("q", 2);
    assertThat(consumer.next().redelivered()).isTrue();
    assertThat(consumer.next().redelivered()).isFalse();
  }

  @Test
  void virtualHostsAreApartAndComeBack() {
    VirtualHost other = done(test.hosts.create("other"));
    TestHost.done(other.declareQueue(QueueDefinition.durable("q"), CONNECTION));
    done(test.hosts.create("gone"));
    done(test.hosts.delete("gone"));
    assertThat(refused(test.host.queue("q", CONNECTION))).isInstanceOf(Refusal.NotFound.class);

    test = test.restarted();

    Set<String> names = new TreeSet<>();
    test.hosts.all().forEach(host -> names.add(host.name()));
    assertThat(names).containsExactly("/", "other");
    assertThat(test.hosts.host("other").orElseThrow().queues()).hasSize(1);
    assertThat(test.host.queues()).isEmpty();
  }

  @Test
  void refusesWhatIsAskedAfterTheStop() throws InterruptedException {
    test.declare("q");
    test.hosts.stop(TestHost.DEADLINE);

    assertThat(refused(test.host.declareQueue(QueueDefinition.durable("late"), CONNECTION)))
        .isInstanceOf(Refusal.Unavailable.class);
    assertThat(refused(test.host.queue("q", CONNECTION))).isInstanceOf(Refusal.Unavailable.class);
    assertThat(test.publisher().publishAndWait(message("", "q", "m")))
        .isEqualTo(PublishRefusal.UNAVAILABLE);
  }
}
