package io.millrace.broker.vhost;

import static io.millrace.broker.vhost.TestHost.arguments;
import static io.millrace.broker.vhost.TestHost.done;
import static io.millrace.broker.vhost.TestHost.message;
import static io.millrace.broker.vhost.TestHost.persistent;
import static io.millrace.broker.vhost.TestHost.refused;
import static io.millrace.broker.vhost.VirtualHostOptions.PARKING_QUEUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.message.Message;
import io.millrace.broker.queue.Offsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ParkingTest {
  private static final PublishOptions MANDATORY = new PublishOptions(true, false, true);
  private static final PublishOptions UNCONFIRMED = new PublishOptions(false, false, false);

  private TestHost test = new TestHost();

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void keepsTheLastMessagesThatAreRoutedNowhere() {
    park(2);
    TestPublisher publisher = test.publisher();

    for (String body : List.of("a", "b", "c")) {
      assertThat(publisher.publish(message("amq.topic", "no.where", body)))
          .isEqualTo(PublishOutcome.PARKED);
    }
    publisher.awaitAll();

    assertThat(publisher.confirmed).hasSize(3);
    assertThat(test.host.unroutable()).containsEntry("amq.topic", 3L);
    TestConsumer consumer = test.consume(PARKING_QUEUE, 5);
    Message first = consumer.next().message();
    assertThat(first.exchange()).isEqualTo("amq.topic");
    assertThat(first.routingKey()).isEqualTo("no.where");
    assertThat(consumer.next().body()).isEqualTo("c");
  }

  @Test
  void isOffUnlessSomebodyWantsIt() {
    assertThat(test.publisher().publish(message("", "gone", "m")))
        .isEqualTo(PublishOutcome.UNROUTABLE);
    assertThat(test.host.queues()).isEmpty();
  }

  @Test
  void doesNotKeepWhatComesBack() {
    park(5);

    assertThat(test.publisher().publish(message("", "gone", "m"), MANDATORY))
        .isEqualTo(PublishOutcome.UNROUTABLE);
    assertThat(test.facts(PARKING_QUEUE).ready()).isZero();
  }

  @Test
  void keepsWhatWasConfirmedAndItsLengthThroughACrash() throws InterruptedException {
    park(2);
    test.publisher().publishAndWait(persistent("", "gone", "a"));

    test = test.killed();
    TestPublisher publisher = test.publisher();
    publisher.publishAndWait(message("", "gone", "b"));
    publisher.publishAndWait(message("", "gone", "c"));

    assertThat(test.consume(PARKING_QUEUE, 5).bodies(2)).containsExactly("b", "c");
  }

  @Test
  void keepsDeadLettersThatHaveNowhereToGo() {
    park(5);
    test.declare(
        "q", arguments("x-dead-letter-exchange", "amq.direct", "x-dead-letter-routing-key", "no"));
    TestConsumer consumer = test.consume("q", 1);
    test.publisher().publishAndWait(message("", "q", "m"));
    consumer.subscription().reject(Offsets.of(consumer.next().offset()));

    Message parked = test.consume(PARKING_QUEUE, 1).next().message();

    assertThat(parked.exchange()).isEqualTo("amq.direct");
    assertThat(parked.headers().get("x-death")).isNotNull();
    await().until(() -> test.facts("q").departing() == 0);
  }

  @Test
  void keepsDeadLettersForAnExchangeThatIsNotThere() {
    park(5);
    test.declare("q", arguments("x-dead-letter-exchange", "gone"));
    TestConsumer consumer = test.consume("q", 1);
    test.publisher().publishAndWait(message("", "q", "m"));
    consumer.subscription().reject(Offsets.of(consumer.next().offset()));

    assertThat(test.consume(PARKING_QUEUE, 1).next().message().exchange()).isEqualTo("gone");
    await().until(() -> test.facts("q").departing() == 0);
    assertThat(test.host.unroutable()).containsEntry("gone", 1L);
  }

  @Test
  void refusesWhatItCannotKeep() {
    park(5);
    test.journals.full = true;

    assertThat(test.publisher().publishAndWait(persistent("", "gone", "m")))
        .isEqualTo(PublishRefusal.NO_SPACE);
  }

  @Test
  void staysWithItsMessagesWhenNoMoreAreKept() {
    park(5);
    test.publisher().publishAndWait(message("", "gone", "a"));
    done(test.host.setOptions(VirtualHostOptions.DEFAULT));

    assertThat(test.publisher().publish(message("", "gone", "b")))
        .isEqualTo(PublishOutcome.UNROUTABLE);
    assertThat(test.facts(PARKING_QUEUE).ready()).isEqualTo(1);
  }

  @Test
  void cannotBeDeletedBeforeItIsEnded() {
    park(5);
    assertThat(refused(deleteParking())).isInstanceOf(Refusal.Reserved.class);
    assertThat(test.publisher().publish(message("", "gone", "m"))).isEqualTo(PublishOutcome.PARKED);

    done(test.host.setOptions(VirtualHostOptions.DEFAULT));

    done(deleteParking());
    assertThat(test.host.queues()).isEmpty();
  }

  @Test
  void theLastWordCountsWhenSeveralSpeakAtOnce() {
    test.journals.held = "definitions";
    var first = test.host.setOptions(new VirtualHostOptions(false, 5));
    await().until(() -> !test.host.queues().isEmpty());
    var second = test.host.setOptions(VirtualHostOptions.DEFAULT);
    test.journals.letGo();
    done(first);
    done(second);

    assertThat(test.host.options()).isEqualTo(VirtualHostOptions.DEFAULT);
    test = test.restarted();
    assertThat(test.host.options()).isEqualTo(VirtualHostOptions.DEFAULT);
  }

  @Test
  void isNotWantedWhereTheLimitOfQueuesIsReached() {
    TestHost.await(test.host.setLimits(new VirtualHostLimits(0, 0)));

    assertThat(refused(test.host.setOptions(new VirtualHostOptions(true, 5))))
        .isInstanceOf(Refusal.LimitReached.class);
    assertThat(test.host.options()).isEqualTo(VirtualHostOptions.DEFAULT);
  }

  @Test
  void unconfirmedPublishesAreRefusedWhereConfirmsAreRequired() throws InterruptedException {
    test.declare(QueueDefinition.durable("q"));
    done(test.host.setOptions(new VirtualHostOptions(true, 0)));
    assertThat(test.publisher().publish(message("", "q", "m"), UNCONFIRMED))
        .isEqualTo(PublishOutcome.CONFIRMS_REQUIRED);

    test = test.killed();

    assertThat(test.publisher().publish(message("", "q", "m"), UNCONFIRMED))
        .isEqualTo(PublishOutcome.CONFIRMS_REQUIRED);
    assertThat(test.publisher().publishAndWait(message("", "q", "m"))).isNull();
    assertThat(test.facts("q").ready()).isEqualTo(1);
  }

  private CompletableFuture<Answer<Long>> deleteParking() {
    return test.host.deleteQueue(PARKING_QUEUE, TestHost.CONNECTION, DeleteCondition.NONE);
  }

  private void park(long messages) {
    done(test.host.setOptions(new VirtualHostOptions(false, messages)));
  }
}
