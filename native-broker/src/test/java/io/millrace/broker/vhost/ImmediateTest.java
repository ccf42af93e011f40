package io.millrace.broker.vhost;

import static io.millrace.broker.vhost.TestHost.arguments;
import static io.millrace.broker.vhost.TestHost.done;
import static io.millrace.broker.vhost.TestHost.message;
import static io.millrace.broker.vhost.TestHost.persistent;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.message.Message;
import io.millrace.broker.message.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ImmediateTest {
  private static final PublishOptions IMMEDIATE = new PublishOptions(false, true, true);

  private TestHost test = new TestHost();

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void comesBackWhereNobodyConsumes() {
    test.declare("q");
    Message message = message("", "q", "m");

    TestPublisher publisher = publishImmediately(message);

    assertThat(publisher.returned).containsOnlyKeys(1L).containsEntry(1L, message);
    assertThat(publisher.confirmed).isEmpty();
    assertThat(publisher.refused).isEmpty();
    assertThat(test.facts("q").ready()).isZero();
  }

  @Test
  void goesToAConsumerWithCreditAndNoFurther() {
    test.declare("q");
    TestConsumer consumer = test.consume("q", 2);

    TestPublisher publisher = test.publisher();
    for (String body : new String[] {"a", "b", "c"}) {
      publisher.publish(message("", "q", body), IMMEDIATE);
    }
    publisher.awaitAll();

    assertThat(consumer.bodies(2)).containsExactly("a", "b");
    assertThat(publisher.confirmed).containsExactly(1L, 2L);
    assertThat(publisher.returned).containsOnlyKeys(3L);
    assertThat(test.facts("q").ready()).isZero();
  }

  @Test
  void isConfirmedIfOneOfItsQueuesCouldDeliverIt() {
    for (String queue : new String[] {"busy", "idle1", "idle2", "idle3"}) {
      test.declare(queue);
      test.bind("amq.fanout", queue, "");
    }
    TestConsumer consumer = test.consume("busy", 1);

    TestPublisher publisher = publishImmediately(message("amq.fanout", "", "m"));

    assertThat(publisher.confirmed).containsExactly(1L);
    assertThat(publisher.returned).isEmpty();
    assertThat(consumer.next().body()).isEqualTo("m");
    assertThat(test.facts("idle1").ready()).isZero();
  }

  @Test
  void waitsBehindNobody() {
    test.declare("q");
    test.publisher().publishAndWait(message("", "q", "first"));
    done(test.host.pauseQueue("q", true));
    TestConsumer consumer = test.consume("q", 1);

    assertThat(publishImmediately(message("", "q", "paused")).returned).hasSize(1);
    done(test.host.pauseQueue("q", false));
    assertThat(consumer.next().body()).isEqualTo("first");
    assertThat(publishImmediately(message("", "q", "no credit")).returned).hasSize(1);
  }

  @Test
  void comesBackWhilePublishersWaitForRoom() {
    test.declare("q", arguments("x-max-length", 1, "x-overflow", "block"));
    TestPublisher blocked = test.publisher();
    blocked.publish(message("", "q", "in"));
    blocked.publish(message("", "q", "waits"));
    blocked.flush();

    assertThat(publishImmediately(message("", "q", "m")).returned).hasSize(1);
    assertThat(test.consume("q", 5).bodies(2)).containsExactly("in", "waits");
  }

  @Test
  void comesBackIfItIsNotDue() {
    test.declare("q");
    test.consume("q", 5);
    Message late =
        message("", "q", "m").withProperties(Properties.builder().delayMillis(1_000).build());

    assertThat(publishImmediately(late).returned).containsOnlyKeys(1L);
  }

  @Test
  void comesBackIfItsQueueIsDeletedMeanwhile() {
    test.declare("q");
    test.consume("q", 5);
    TestPublisher publisher = test.publisher();
    publisher.publish(message("", "q", "m"), IMMEDIATE);
    done(test.host.deleteQueue("q", TestHost.CONNECTION, DeleteCondition.NONE));

    publisher.awaitAll();

    assertThat(publisher.returned).containsOnlyKeys(1L);
    assertThat(publisher.confirmed).isEmpty();
  }

  @Test
  void survivesLikeAnyOtherOnceItIsConfirmed() throws InterruptedException {
    test.declare(QueueDefinition.durable("q"));
    test.consume("q", 5);
    TestPublisher publisher = publishImmediately(persistent("", "q", "m"));
    assertThat(publisher.confirmed).containsExactly(1L);

    test = test.killed();

    assertThat(test.consume("q", 1).next().body()).isEqualTo("m");
  }

  @Test
  void isRefusedIfItCannotBeStored() {
    test.declare(QueueDefinition.durable("q"));
    test.consume("q", 5);
    test.journals.full = true;

    TestPublisher publisher = publishImmediately(persistent("", "q", "m"));

    assertThat(publisher.refused).containsEntry(1L, PublishRefusal.NO_SPACE);
  }

  private TestPublisher publishImmediately(Message message) {
    TestPublisher publisher = test.publisher();
    publisher.publish(message, IMMEDIATE);
    return publisher.awaitAll();
  }
}
