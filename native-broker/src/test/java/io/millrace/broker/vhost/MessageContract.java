package io.millrace.broker.vhost;

import static io.millrace.broker.vhost.TestHost.CONNECTION;
import static io.millrace.broker.vhost.TestHost.await;
import static io.millrace.broker.vhost.TestHost.done;
import static io.millrace.broker.vhost.TestHost.persistent;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.message.HeaderValue;
import io.millrace.broker.message.Message;
import io.millrace.broker.message.Properties;
import io.millrace.broker.message.PropertiesBuilder;
import io.millrace.broker.queue.Offsets;
import io.millrace.broker.vhost.TestConsumer.Received;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a store promises of messages, whatever end a broker comes to. */
abstract class MessageContract extends StoreFixture {
  private static final int LARGE = 3 << 20;

  @ParameterizedTest
  @MethodSource("ends")
  void whatIsConfirmedIsThereInItsOrder(End end) throws IOException {
    declare("q");
    publish("q", bodies(0, 300));

    after(end);

    assertThat(broker.facts("q").ready()).isEqualTo(300);
    assertThat(broker.consume("q", 300).bodies(300)).containsExactly(bodies(0, 300));
  }

  @ParameterizedTest
  @MethodSource("ends")
  void publishersGoOnWhereTheOthersHaveCeased(End end) throws IOException {
    declare("q");
    publish("q", bodies(0, 10));

    after(end);
    publish("q", bodies(10, 20));
    after(end);

    assertThat(broker.consume("q", 20).bodies(20)).containsExactly(bodies(0, 20));
  }

  @ParameterizedTest
  @MethodSource("ends")
  void whatIsAcknowledgedStaysAway(End end) throws IOException {
    declare("q");
    publish("q", bodies(0, 100));
    TestConsumer consumer = broker.consume("q", 100);
    for (int i = 0; i < 100; i++) {
      Received next = consumer.next();
      if (i % 2 == 0) {
        consumer.subscription().acknowledge(Offsets.of(next.offset()));
      }
    }
    settled(consumer);
    consumer.subscription().detach(true);

    after(end);

    TestConsumer again = broker.consume("q", 100);
    for (int i = 1; i < 100; i += 2) {
      Received next = again.next();
      assertThat(next.body()).isEqualTo("m" + i);
      assertThat(next.redelivered()).isTrue();
    }
    assertThat(broker.facts("q").ready()).isZero();
  }

  /** Waits until the store has what a consumer has said. */
  private static void settled(TestConsumer consumer) {
    assertThat(await(consumer.subscription().durable())).isTrue();
  }

  @ParameterizedTest
  @MethodSource("ends")
  void whatWasWithAConsumerIsMarkedAndNothingElseAfterAStop(End end) throws IOException {
    declare("q");
    publish("q", "held", "fresh");
    TestConsumer consumer = broker.consume("q", 1);
    consumer.next();
    consumer.subscription().detach(true);

    after(end);

    TestConsumer again = broker.consume("q", 2);
    assertThat(again.next().redelivered()).isTrue();
    // Of one that has died nobody knows what it had delivered.
    assertThat(again.next().redelivered()).isEqualTo(end == End.DEATH);
  }

  @ParameterizedTest
  @MethodSource("ends")
  void attemptsCountOn(End end) throws IOException {
    declare(
        "q",
        "x-delivery-limit",
        2,
        "x-dead-letter-exchange",
        "",
        "x-dead-letter-routing-key",
        "letters");
    declare("letters");
    publish("q", "poison");
    TestConsumer consumer = broker.consume("q", 1);
    for (int attempt = 0; attempt < 2; attempt++) {
      consumer.subscription().giveBack(Offsets.of(consumer.next().offset()), true);
    }
    settled(consumer);
    consumer.next();
    consumer.subscription().detach(false);

    after(end);

    TestConsumer again = broker.consume("q", 1);
    Received third = again.next();
    assertThat(third.deliveryCount()).isGreaterThanOrEqualTo(2);
    again.subscription().giveBack(Offsets.of(third.offset()), true);
    assertThat(broker.consume("letters", 1).next().body()).isEqualTo("poison");
  }

  @ParameterizedTest
  @MethodSource("ends")
  void deadLettersAreWhereTheyWentWithTheirHistory(End end) throws IOException {
    declare("q", "x-dead-letter-exchange", "", "x-dead-letter-routing-key", "letters");
    declare("letters");
    publish("q", "rejected", "kept");
    TestConsumer consumer = broker.consume("q", 1);
    consumer.subscription().reject(Offsets.of(consumer.next().offset()));
    await().until(() -> broker.facts("letters").ready() == 1);
    await().until(() -> broker.facts("q").departing() == 0);
    consumer.subscription().detach(true);

    after(end);

    assertThat(broker.consume("q", 2).next().body()).isEqualTo("kept");
    assertThat(broker.facts("q").departing()).isZero();
    Message letter = broker.consume("letters", 1).next().message();
    assertThat(letter.body()).asString(UTF_8).isEqualTo("rejected");
    assertThat(letter.headers().get("x-first-death-queue")).isEqualTo(HeaderValue.of("q"));
    assertThat(letter.headers().get("x-first-death-reason")).isEqualTo(HeaderValue.of("rejected"));
  }

  @ParameterizedTest
  @MethodSource("ends")
  void whatIsDelayedComesAtItsTimeAndNotBefore(End end) throws IOException {
    declare("q");
    long dueAtMillis = System.currentTimeMillis() + 2_500;
    publish("q", Properties.builder().deliverAtMillis(dueAtMillis), "later".getBytes(UTF_8));
    publish("q", Properties.builder().delayMillis(600_000), "much later".getBytes(UTF_8));

    after(end);

    assertThat(broker.facts("q").delayed()).isPositive();
    assertThat(broker.consume("q", 2).next().body()).isEqualTo("later");
    assertThat(System.currentTimeMillis()).isGreaterThanOrEqualTo(dueAtMillis);
    assertThat(broker.facts("q").delayed()).isOne();
  }

  @ParameterizedTest
  @MethodSource("ends")
  void timeToLiveGoesOn(End end) throws IOException {
    declare(
        "q",
        "x-message-ttl",
        1_000,
        "x-dead-letter-exchange",
        "",
        "x-dead-letter-routing-key",
        "letters");
    declare("letters");
    declare("other");
    publish("q", "of the queue");
    publish("other", Properties.builder().expirationMillis(1_000), "of its own".getBytes(UTF_8));
    publish("other", "for ever");

    after(end);

    assertThat(broker.consume("letters", 1).next().body()).isEqualTo("of the queue");
    await().until(() -> broker.facts("other").ready() == 1);
    assertThat(broker.consume("other", 2).next().body()).isEqualTo("for ever");
  }

  @ParameterizedTest
  @MethodSource("ends")
  void aPurgeTakesWhatWaitsAndLeavesWhatConsumersHold(End end) throws IOException {
    declare("q");
    publish("q", bodies(0, 10));
    TestConsumer consumer = broker.consume("q", 2);
    consumer.bodies(2);
    assertThat(done(broker.host().purge("q", CONNECTION))).isEqualTo(8);
    publish("q", "after");
    consumer.subscription().detach(true);

    after(end);

    assertThat(broker.consume("q", 10).bodies(3)).containsExactly("m0", "m1", "after");
    assertThat(broker.facts("q").ready()).isZero();
  }

  @ParameterizedTest
  @MethodSource("ends")
  void aQueueThatIsDeletedTakesItsMessagesWithItAndItsNameIsFree(End end) throws IOException {
    declare("q");
    declare("gone");
    publish("q", "old");
    publish("gone", "old");
    done(broker.host().deleteQueue("gone", CONNECTION, DeleteCondition.NONE));
    done(broker.host().deleteQueue("q", CONNECTION, DeleteCondition.NONE));
    declare("q");
    publish("q", "new");

    after(end);

    assertThat(broker.host().queues()).extracting(QueueDefinition::name).containsExactly("q");
    assertThat(broker.facts("q").ready()).isOne();
    assertThat(broker.consume("q", 2).next().body()).isEqualTo("new");
  }

  @ParameterizedTest
  @MethodSource("ends")
  void messagesComeAsTheyWerePublished(End end) throws IOException {
    declare("q");
    byte[] large = new byte[LARGE];
    new Random(7).nextBytes(large);
    PropertiesBuilder properties =
        Properties.builder()
            .contentType("application/octet-stream")
            .correlationId("\u00e4\u20ac")
            .messageId("")
            .priority(3)
            .timestampSeconds(1L << 40)
            .headers(TestHost.arguments("n", Long.MIN_VALUE, "flag", true, "text", "t\0"));
    publish("q", properties, large);
    publish("q", properties, new byte[0]);

    after(end);

    TestConsumer consumer = broker.consume("q", 2);
    Properties published = properties.persistent().build();
    assertThat(consumer.next().message()).isEqualTo(new Message("", "q", published, large));
    assertThat(consumer.next().message()).isEqualTo(new Message("", "q", published, new byte[0]));
  }

  private void publish(String queue, PropertiesBuilder properties, byte[] body) {
    TestPublisher publisher = broker.publisher();
    assertThat(
            publisher.publishAndWait(new Message("", queue, properties.persistent().build(), body)))
        .isNull();
  }

  @ParameterizedTest
  @MethodSource("ends")
  void whatHasComeAndGoneLeavesNothing(End end) throws IOException {
    declare("q");
    TestConsumer consumer = broker.consume("q", 1_000);
    for (int round = 0; round < 20; round++) {
      publish("q", bodies(0, 1_000));
      long last = -1;
      for (int i = 0; i < 1_000; i++) {
        last = consumer.next().offset();
        consumer.subscription().acknowledge(Offsets.of(last));
      }
    }
    publish("q", "last");
    settled(consumer);
    consumer.subscription().detach(false);

    after(end);

    assertThat(broker.facts("q").ready()).isOne();
    assertThat(broker.consume("q", 2).next().body()).isEqualTo("last");
  }

  @ParameterizedTest
  @MethodSource("ends")
  void severalQueuesHaveEachTheirOwnCopy(End end) throws IOException {
    declare("a");
    declare("b");
    broker.bind("amq.fanout", "a", "");
    broker.bind("amq.fanout", "b", "");
    assertThat(broker.publisher().publishAndWait(persistent("amq.fanout", "", "m"))).isNull();
    TestConsumer consumer = broker.consume("a", 1);
    consumer.acknowledgeNext();
    settled(consumer);

    after(end);

    assertThat(broker.facts("a").ready()).isZero();
    assertThat(broker.consume("b", 1).next().body()).isEqualTo("m");
  }
}
