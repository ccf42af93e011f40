package io.millrace.broker.vhost;

import static io.millrace.broker.vhost.TestHost.CONNECTION;
import static io.millrace.broker.vhost.TestHost.arguments;
import static io.millrace.broker.vhost.TestHost.await;
import static io.millrace.broker.vhost.TestHost.done;
import static io.millrace.broker.vhost.TestHost.message;
import static io.millrace.broker.vhost.TestHost.persistent;
import static io.millrace.broker.vhost.TestHost.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.exchange.ExchangeDefinition;
import io.millrace.broker.message.Headers;
import io.millrace.broker.queue.Offsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What fronts need to answer their clients exactly. */
class FrontPortTest {
  private static final long OTHER = CONNECTION + 1;

  private final TestHost test = new TestHost();

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void theEndOfAConsumerFollowsItsLastDelivery() {
    test.declare("q");
    TestConsumer consumer = test.consume("q", 100);
    TestPublisher publisher = test.publisher();
    for (int n = 0; n < 50; n++) {
      publisher.publish(message("", "q", "m" + n));
      publisher.flush();
    }
    consumer.subscription().cancel();

    TestConsumer.take(consumer.ends);
    int received = consumer.count();
    publisher.awaitAll();
    assertThat(test.facts("q").unacknowledged()).isEqualTo(received);
    assertThat(consumer.count()).isEqualTo(received);
  }

  @Test
  void aFetchTellsHowManyAreLeft() {
    test.declare("q");
    TestPublisher publisher = test.publisher();
    for (int n = 0; n < 3; n++) {
      publisher.publish(message("", "q", "m" + n));
    }
    publisher.awaitAll();

    Optional<Deliveries> fetched = done(test.host.get("q", CONNECTION, true, new TestConsumer()));
    assertThat(fetched.orElseThrow().remaining()).isEqualTo(2);
  }

  @Test
  void whatIsSettledIsDurableWhenItSaysSo() {
    test.declare(QueueDefinition.durable("q"));
    test.publisher().publishAndWait(persistent("", "q", "m"));
    TestConsumer consumer = test.consume("q", 1);
    test.journals.holdsBack = true;
    consumer.acknowledgeNext();
    CompletableFuture<Boolean> durable = consumer.subscription().durable();
    assertThat(test.facts("q").unacknowledged()).isZero();
    assertThat(durable).isNotDone();

    test.journals.letGo();
    assertThat(await(durable)).isTrue();
  }

  @Test
  void whatIsSettledInADeletedQueueIsDone() {
    test.declare("q");
    TestConsumer consumer = test.consume("q", 1);
    done(test.host.deleteQueue("q", CONNECTION, DeleteCondition.NONE));

    assertThat(await(consumer.subscription().durable())).isTrue();
  }

  @Test
  void aReplyQueueTakesAnswersFromAnybodyAndGoesWithItsConsumer() {
    String name = done(test.host.declareReplyQueue(CONNECTION)).definition().name();
    assertThat(name).startsWith("amq.rabbitmq.reply-to.").hasSizeGreaterThan(40);
    TestConsumer consumer = test.consume(name, SubscribeOptions.automatic(CONNECTION));

    test.publisher().publishAndWait(message("", name, "answer"));
    assertThat(consumer.next().body()).isEqualTo("answer");
    assertThat(refused(test.host.queue(name, OTHER))).isEqualTo(new Refusal.Locked(name));
    consumer.subscription().detach(false);
    Awaitility.await().untilAsserted(() -> assertThat(test.host.queues()).isEmpty());
  }

  @Test
  void argumentsThatAnExchangeTypeDoesNotKnowDoNotDiffer() {
    ExchangeDefinition plain = ExchangeDefinition.of("x", "fanout");
    done(test.host.declareExchange(plain));

    done(test.host.declareExchange(plain.withArguments(arguments("x-anything", 1))));
    assertThat(
            refused(
                    test.host.declareExchange(
                        plain.withArguments(arguments("alternate-exchange", "other"))))
                .text())
        .isEqualTo(
            "inequivalent arg 'alternate-exchange' for exchange 'x': received the value 'other'"
                + " of type 'longstr' but current is none");
  }

  @Test
  void refusesStreamsAndQuorumQueuesThatWouldGo() {
    assertThat(refusalOf(QueueDefinition.durable("q"), arguments("x-queue-type", "stream")))
        .contains("x-queue-type of stream: there are no streams here");
    assertThat(refusalOf(QueueDefinition.inMemory("q"), arguments("x-queue-type", "quorum")))
        .contains("a quorum queue is durable");
    assertThat(refusalOf(QueueDefinition.durable("q"), arguments("x-queue-mode", "eager")))
        .contains("x-queue-mode is not one of default, lazy");
    done(
        test.host.declareQueue(
            QueueDefinition.durable("q")
                .withArguments(
                    arguments("x-queue-type", "quorum", "x-dead-letter-strategy", "at-least-once")),
            CONNECTION));
  }

  private String refusalOf(QueueDefinition definition, Headers arguments) {
    return refused(test.host.declareQueue(definition.withArguments(arguments), CONNECTION)).text();
  }

  @Test
  void aSettlementThatIsNotHeldChangesNothing() {
    test.declare("q");
    TestConsumer consumer = test.consume("q", 1);
    consumer.subscription().acknowledge(Offsets.of(17));

    assertThat(await(consumer.subscription().durable())).isTrue();
  }
}
