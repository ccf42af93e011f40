package io.millrace.broker.vhost;

import static io.millrace.broker.vhost.TestHost.CONNECTION;
import static io.millrace.broker.vhost.TestHost.arguments;
import static io.millrace.broker.vhost.TestHost.done;
import static io.millrace.broker.vhost.TestHost.message;
import static io.millrace.broker.vhost.TestHost.persistent;
import static io.millrace.broker.vhost.TestHost.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.exchange.Binding;
import io.millrace.broker.exchange.ExchangeDefinition;
import io.millrace.broker.message.Headers;
import java.time.Duration;
import java.util.List;
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
  void whatIsDeletedStaysAway() {
    test.declareExchange("x", "fanout");
    test.declare(QueueDefinition.durable("q"));
    test.declare(QueueDefinition.durable("other"));
    test.bind("x", "q", "");
    test.bind("x", "other", "");
    done(test.host.deleteQueue("q", CONNECTION, DeleteCondition.NONE));
    done(test.host.unbind(Binding.toQueue("x", "other", ""), CONNECTION));

    test = test.restarted();

    assertThat(test.host.queues()).extracting(QueueDefinition::name).containsExactly("other");
    assertThat(test.host.bindings()).isEmpty();
    assertThat(test.host.exchange("x")).isPresent();
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
  void nothingIsConfirmedInAQueueThatACrashWouldTakeAway() {
    test.journals.held = "definitions";
    var declared = test.host.declareQueue(QueueDefinition.durable("q"), CONNECTION);
    await().until(() -> !test.host.queues().isEmpty());
    TestPublisher publisher = test.publisher();
    publisher.publish(persistent("", "q", "m"));
    publisher.flush();
    await().until(() -> test.journals.durable("queue 1:/ q") >= 0);
    test.facts("q");
    publisher.look();

    assertThat(publisher.confirmed).isEmpty();
    assertThat(declared).isNotDone();
    var again = test.host.declareQueue(QueueDefinition.durable("q"), CONNECTION);
    test.facts("q");
    assertThat(again).isNotDone();

    test.journals.letGo();

    publisher.awaitAll();
    assertThat(publisher.confirmed).containsExactly(1L);
    done(declared);
    done(again);
  }

  @Test
  void nothingIsConfirmedByADeletionThatACrashWouldUndo() throws InterruptedException {
    test.declare(QueueDefinition.durable("q"));
    test.journals.holdsBack = true;
    TestPublisher publisher = test.publisher();
    publisher.publish(persistent("", "q", "before"));
    publisher.flush();
    var deleted = test.host.deleteQueue("q", CONNECTION, DeleteCondition.NONE);
    await().until(() -> test.host.queues().isEmpty());
    publisher.look();
    int confirmed = publisher.confirmed.size();

    test = test.killed();

    assertThat(deleted).isNotDone();
    assertThat(test.facts("q").ready()).isEqualTo(confirmed).isZero();
  }

  @Test
  void aDeletionConfirmsWhatWaitedInTheQueueOnceItIsDurable() {
    test.declare(QueueDefinition.durable("q"));
    test.journals.holdsBack = true;
    TestPublisher publisher = test.publisher();
    publisher.publish(persistent("", "q", "before"));
    publisher.flush();
    var deleted = test.host.deleteQueue("q", CONNECTION, DeleteCondition.NONE);
    await().until(() -> test.host.queues().isEmpty());

    test.journals.letGo();

    publisher.awaitAll();
    assertThat(publisher.confirmed).containsExactly(1L);
    done(deleted);
  }

  @Test
  void aDeletionConfirmsNothingWhileARestartWouldFindTheQueue() throws InterruptedException {
    test.declare(QueueDefinition.durable("q"));
    test.declare("other");
    TestPublisher publisher = test.publisher();
    test.journals.holdsBack = true;
    publisher.publish(persistent("", "q", "before"));
    publisher.flush();
    await().until(() -> test.facts("q").ready() == 1);
    var deleted = test.host.deleteQueue("q", CONNECTION, DeleteCondition.NONE);
    await().until(() -> test.host.queues().size() == 1);
    test.journals.held = "definitions";
    test.journals.holdsBack = false;
    test.journals.letGo("queue 1:/ q");
    await().until(() -> !test.journals.names().contains("queue 1:/ q"));
    test.advance(Duration.ZERO);
    test.advance(Duration.ZERO);
    publisher.look();
    int confirmed = publisher.confirmed.size();

    test = test.killed();

    assertThat(deleted).isNotDone();
    assertThat(test.host.queues()).extracting(QueueDefinition::name).containsExactly("q");
    assertThat(confirmed).isZero();
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

  @Test
  void deletesTheMessagesOfQueuesThatNobodyDeclared() throws InterruptedException {
    test.declare(QueueDefinition.durable("q"));
    List<String> before = test.journals.names();
    test.journals.forget("queue 1:/ forgotten");

    test = test.restarted();

    assertThat(test.journals.names()).containsExactlyInAnyOrderElementsOf(before);
  }

  @Test
  void aHostThatWasHalfDeletedLeavesNothingBehind() throws InterruptedException {
    List<String> before = test.journals.names();
    VirtualHost other = done(test.hosts.create("other"));
    done(other.declareQueue(QueueDefinition.durable("q"), CONNECTION));
    test.journals.failing = "5:other";
    assertThat(test.hosts.delete("other")).failsWithin(TestHost.DEADLINE);

    assertNothingOfOtherIsLeftAfterACrash(before);
  }

  @Test
  void aHostThatWasHalfMadeLeavesNothingBehind() throws InterruptedException {
    List<String> before = test.journals.names();
    test.journals.failing = JournalNames.BROKER;
    assertThat(test.hosts.create("other")).failsWithin(TestHost.DEADLINE);

    assertNothingOfOtherIsLeftAfterACrash(before);
  }

  /** Something is left now, and nothing after the next start. */
  private void assertNothingOfOtherIsLeftAfterACrash(List<String> before)
      throws InterruptedException {
    assertThat(test.journals.names()).hasSizeGreaterThan(before.size());

    test.journals.failing = "\0";
    test = test.killed();

    assertThat(test.hosts.host("other")).isEmpty();
    assertThat(test.journals.names()).containsExactlyInAnyOrderElementsOf(before);
  }
}
