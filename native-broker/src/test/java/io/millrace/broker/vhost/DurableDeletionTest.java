package io.millrace.broker.vhost;

import static io.millrace.broker.vhost.TestHost.CONNECTION;
import static io.millrace.broker.vhost.TestHost.done;
import static io.millrace.broker.vhost.TestHost.persistent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.exchange.Binding;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is deleted stays away over restarts and crashes, and is confirmed only then. */
@Timeout(60)
class DurableDeletionTest {
  private TestHost test = new TestHost();

  @AfterEach
  void close() {
    test.close();
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
