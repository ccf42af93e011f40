package io.millrace.broker.vhost;

import static io.millrace.broker.vhost.TestHost.arguments;
import static io.millrace.broker.vhost.TestHost.message;
import static io.millrace.broker.vhost.TestHost.persistent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.message.Message;
import io.millrace.broker.message.Properties;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ConfirmTest {
  private final TestHost test = new TestHost();

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void confirmsOnlyWhatIsDurable() {
    test.declare(QueueDefinition.durable("q"));
    TestConsumer consumer = test.consume("q", 10);
    TestPublisher publisher = test.publisher();
    test.journals.holdsBack = true;

    publisher.push(persistent("", "q", "m"));
    publisher.flush();

    assertThat(consumer.next().body()).isEqualTo("m");
    publisher.look();
    assertThat(publisher.open).containsExactly(1L);
    test.journals.holdsBack = false;
    test.facts("q");
    consumer.subscription().grant(0);
    publisher.awaitAll();
    assertThat(publisher.confirmed).containsExactly(1L);
  }

  @Test
  void confirmsADuplicateOnlyOnceTheFirstIsDurable() {
    QueueDefinition queue =
        QueueDefinition.durable("q")
            .withArguments(arguments("x-message-deduplication", true, "x-cache-ttl", 60_000));
    test.declare(queue);
    TestPublisher publisher = test.publisher();
    test.journals.holdsBack = true;
    Message message =
        new Message(
            "", "q", Properties.builder().persistent().deduplicationId("id").build(), new byte[1]);

    publisher.push(message);
    publisher.push(message);
    publisher.flush();

    assertThat(test.facts("q").ready()).isEqualTo(1);
    publisher.look();
    assertThat(publisher.open).containsExactly(1L, 2L);
    publisher.push(message);
    publisher.flush();
    assertThat(test.facts("q").ready()).isEqualTo(1);
    publisher.look();
    assertThat(publisher.open).containsExactly(1L, 2L, 3L);
    test.journals.holdsBack = false;
    test.declare(queue);
    publisher.awaitAll();
    assertThat(publisher.refused).isEmpty();
  }

  @Test
  void refusesWhatNeverWillBeDurableAlthoughNothingElseHappens() {
    test.declare(QueueDefinition.durable("q"));
    TestConsumer consumer = test.consume("q", 10);
    TestPublisher publisher = test.publisher();
    test.journals.broken = true;

    publisher.push(persistent("", "q", "m"));
    CompletableFuture<?> declared =
        test.host.declareQueue(QueueDefinition.durable("other"), TestHost.CONNECTION);

    publisher.awaitAll();
    assertThat(publisher.refused).containsValue(PublishRefusal.UNAVAILABLE);
    await().until(declared::isCompletedExceptionally);
    assertThat(TestConsumer.take(consumer.cancelled)).isSameAs(consumer.subscription());
  }

  @Test
  void confirmsATransientMessageOfADurableQueueWithoutWaiting() {
    test.declare(QueueDefinition.durable("q"));
    test.journals.holdsBack = true;

    assertThat(test.publisher().publishAndWait(message("", "q", "m"))).isNull();
  }

  @Test
  void confirmsAMessageForManyQueuesWhenTheLastOneIsDurable() {
    for (int n = 0; n < 8; n++) {
      test.declare(
          n % 2 == 0 ? QueueDefinition.durable("q" + n) : QueueDefinition.inMemory("q" + n));
      test.bind("amq.fanout", "q" + n, "");
    }
    test.journals.holdsBack = true;
    TestPublisher publisher = test.publisher();

    publisher.push(persistent("amq.fanout", "", "m"));
    publisher.flush();
    await().until(() -> test.facts("q0").ready() == 1 && test.facts("q1").ready() == 1);
    publisher.look();
    assertThat(publisher.open).containsExactly(1L);
    test.journals.holdsBack = false;
    for (int n = 0; n < 8; n += 2) {
      test.declare(QueueDefinition.durable("q" + n));
    }

    publisher.awaitAll();
    assertThat(publisher.confirmed).containsExactly(1L);
  }

  @Test
  void aQueueThatWaitsDoesNotHoldUpConfirmsOfOthers() {
    test.declare(QueueDefinition.durable("slow"));
    test.declare("fast");
    test.journals.holdsBack = true;
    TestPublisher publisher = test.publisher();

    publisher.push(persistent("", "slow", "m"));
    publisher.flush();
    publisher.push(message("", "fast", "m"));
    publisher.flush();

    await()
        .until(
            () -> {
              publisher.look();
              return publisher.confirmed.contains(2L);
            });
    assertThat(publisher.open).containsExactly(1L);
  }

  @Test
  void confirmsWhatIsRoutedNowhere() {
    TestPublisher publisher = test.publisher();

    assertThat(publisher.publish(message("amq.direct", "nobody", "m")))
        .isEqualTo(PublishOutcome.UNROUTABLE);
    assertThat(publisher.publish(message("missing", "nobody", "m")))
        .isEqualTo(PublishOutcome.NO_EXCHANGE);
    publisher.awaitAll();

    assertThat(publisher.confirmed).containsExactly(1L);
    assertThat(test.host.unroutable()).containsExactly(Map.entry("amq.direct", 1L));
  }

  @Test
  void refusesWhenTheStoreIsFullLetsConsumersDrainAndHeals() {
    test.declare(QueueDefinition.durable("q"));
    TestPublisher publisher = test.publisher();
    assertThat(publisher.publishAndWait(persistent("", "q", "before"))).isNull();
    test.journals.full = true;

    assertThat(publisher.publishAndWait(persistent("", "q", "full")))
        .isEqualTo(PublishRefusal.NO_SPACE);
    assertThat(test.consume("q", 1).acknowledgeNext().body()).isEqualTo("before");

    test.journals.full = false;
    assertThat(publisher.publishAndWait(persistent("", "q", "after"))).isNull();
  }

  @Test
  void aQueueWhoseStoreFailsIsRefusedAndTheOthersGoOn() {
    test.declare(QueueDefinition.durable("bad"));
    test.declare(QueueDefinition.durable("good"));
    TestConsumer consumer = test.consume("bad", 1);
    test.journals.failing = " bad";
    TestPublisher publisher = test.publisher();

    assertThat(publisher.publishAndWait(persistent("", "bad", "m")))
        .isEqualTo(PublishRefusal.UNAVAILABLE);
    assertThat(publisher.publishAndWait(persistent("", "good", "m"))).isNull();

    assertThat(TestConsumer.take(consumer.cancelled)).isSameAs(consumer.subscription());
    assertThat(TestHost.refused(test.host.queue("bad", 0)).text()).contains("has failed: ");
  }

  @Test
  void whatAFailedQueueHasStoredGoesWithIt() {
    test.declare(QueueDefinition.durable("bad"));
    TestPublisher publisher = test.publisher();
    publisher.publishAndWait(persistent("", "bad", "old"));
    test.journals.failing = " bad";
    publisher.publishAndWait(persistent("", "bad", "m"));
    test.journals.failing = "\0";

    TestHost.done(test.host.deleteQueue("bad", TestHost.CONNECTION, DeleteCondition.NONE));

    assertThat(test.declare(QueueDefinition.durable("bad")).ready()).isZero();
    assertThat(publisher.publishAndWait(persistent("", "bad", "new"))).isNull();
    assertThat(test.consume("bad", 1).next().body()).isEqualTo("new");
  }

  @Test
  void aQueueThatCannotBeDeletedRefusesAndHoldsUpNobody() {
    test.declare(QueueDefinition.durable("bad"));
    test.journals.failing = " bad";

    CompletableFuture<?> deleted =
        test.host.deleteQueue("bad", TestHost.CONNECTION, DeleteCondition.NONE);
    await().until(deleted::isCompletedExceptionally);

    assertThat(test.publisher().publishAndWait(persistent("", "bad", "m")))
        .isEqualTo(PublishRefusal.UNAVAILABLE);
    assertThat(
            TestHost.refused(
                test.host.declareQueue(QueueDefinition.durable("bad"), TestHost.CONNECTION)))
        .isInstanceOf(Refusal.Unavailable.class);
  }

  @Test
  void everyPublishIsAnsweredWhileTheBrokerStops() throws InterruptedException {
    test.declare(QueueDefinition.durable("stored"));
    test.declare("kept", arguments("x-max-length", 100, "x-overflow", "drop-head"));
    test.bind("amq.fanout", "stored", "");
    test.bind("amq.fanout", "kept", "");
    CountDownLatch going = new CountDownLatch(2);
    List<Thread> threads = new ArrayList<>();
    List<TestPublisher> publishers = new ArrayList<>();
    for (int n = 0; n < 2; n++) {
      TestPublisher publisher = test.publisher();
      publishers.add(publisher);
      threads.add(
          new Thread(
              () -> {
                while (publisher.refused.isEmpty()) {
                  publisher.publish(persistent("amq.fanout", "", "m"));
                  publisher.look();
                  if (publisher.confirmed.size() > 1_000) {
                    going.countDown();
                  }
                }
                publisher.awaitAll();
              },
              "publisher-" + n));
    }
    threads.forEach(Thread::start);
    going.await();

    test.close();
    for (Thread thread : threads) {
      thread.join();
    }

    for (TestPublisher publisher : publishers) {
      assertThat(publisher.open).isEmpty();
      assertThat(publisher.confirmed.size() + publisher.refused.size())
          .isEqualTo(publisher.published);
      assertThat(publisher.refused.values())
          .containsAnyOf(PublishRefusal.UNAVAILABLE, PublishRefusal.OVERLOADED);
    }
  }
}
