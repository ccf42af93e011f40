package io.millrace.broker.vhost;

import static io.millrace.broker.vhost.TestHost.arguments;
import static io.millrace.broker.vhost.TestHost.done;
import static io.millrace.broker.vhost.TestHost.message;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.exchange.ExchangeDefinition;
import io.millrace.broker.message.Headers;
import io.millrace.broker.message.Message;
import io.millrace.broker.message.Properties;
import io.millrace.broker.message.PropertiesBuilder;
import io.millrace.broker.queue.Offsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DelayTest {
  private final TestHost test = new TestHost();

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void messagesExpireInTimeAlthoughTheWallClockIsSetBack() {
    test.declare("q", arguments("x-message-ttl", 300));
    test.publisher().publishAndWait(message("", "q", "m"));
    assertThat(test.facts("q").ready()).isOne();

    test.advance(Duration.ofHours(-1));

    await().atMost(Duration.ofSeconds(20)).until(() -> test.facts("q").ready() == 0);
  }

  @Test
  void aDelayEndsInTimeAlthoughTheWallClockIsSetBack() {
    test.declare("q");
    TestConsumer consumer = test.consume("q", 1);
    test.publisher()
        .publishAndWait(
            new Message("", "q", Properties.builder().delayMillis(300).build(), new byte[1]));

    test.advance(Duration.ofHours(-1));

    assertThat(consumer.next().body()).isNotNull();
  }

  @Test
  void holdsBackOnAnyQueueByPropertyOrHeader() {
    test.declare("q");
    TestConsumer consumer = test.consume("q", 10);
    TestPublisher publisher = test.publisher();
    publisher.publish(with("by header", headers("x-delay", 20_000)));
    publisher.publish(with("by property", Properties.builder().delayMillis(10_000)));
    publisher.publish(
        with("past", Properties.builder().deliverAtMillis(System.currentTimeMillis() - 1_000)));
    publisher.awaitAll();

    assertThat(consumer.next().body()).isEqualTo("past");
    assertThat(test.facts("q").delayed()).isEqualTo(2);
    test.advance(Duration.ofSeconds(11));
    assertThat(consumer.next().body()).isEqualTo("by property");
    assertThat(consumer.hasNothing()).isTrue();
    test.advance(Duration.ofSeconds(10));
    assertThat(consumer.next().body()).isEqualTo("by header");
  }

  @Test
  void anExchangeOfTheDelayingTypeRoutesLikeTheTypeItNames() {
    done(
        test.host.declareExchange(
            ExchangeDefinition.of("later", "x-delayed-message")
                .withArguments(arguments("x-delayed-type", "topic"))));
    test.declare("q");
    test.bind("later", "q", "a.#");
    TestConsumer consumer = test.consume("q", 1);

    test.publisher()
        .publishAndWait(
            new Message("later", "a.b", headers("x-delay", 5_000).build(), "m".getBytes(UTF_8)));

    assertThat(test.facts("q").delayed()).isEqualTo(1);
    test.advance(Duration.ofSeconds(6));
    assertThat(consumer.next().body()).isEqualTo("m");
  }

  @Test
  void listsAndCancelsWhatIsHeldBack() {
    test.declare("q");
    TestPublisher publisher = test.publisher();
    publisher.publish(with("later", Properties.builder().delayMillis(60_000)));
    publisher.publish(with("sooner", Properties.builder().delayMillis(30_000)));
    publisher.publish(message("", "q", "now"));
    publisher.awaitAll();

    List<BrowsedMessage> held = done(test.host.delayed("q", 0, -1, 10));
    assertThat(held)
        .extracting(each -> new String(each.message().body(), UTF_8))
        .containsExactly("sooner", "later");
    assertThat(done(test.host.delayed("q", held.get(0).dueAtMillis(), held.get(0).offset(), 10)))
        .extracting(BrowsedMessage::offset)
        .containsExactly(0L);
    assertThat(done(test.host.cancelDelayed("q", 0))).isTrue();
    assertThat(done(test.host.cancelDelayed("q", 0))).isFalse();

    test.advance(Duration.ofSeconds(61));
    assertThat(test.consume("q", 3).bodies(2)).containsExactly("sooner", "now");
    assertThat(test.facts("q").delayed()).isZero();
  }

  @Test
  void timeToLiveBeginsWhenTheDelayEnds() {
    test.declare("q", arguments("x-message-ttl", 10_000));
    test.publisher().publishAndWait(with("m", Properties.builder().delayMillis(30_000)));

    test.advance(Duration.ofSeconds(35));
    assertThat(test.facts("q").ready()).isEqualTo(1);
    test.advance(Duration.ofSeconds(10));
    assertThat(test.facts("q").ready()).isZero();
  }

  @Test
  void dropsTheSecondMessageOfAnId() {
    test.declare("q", arguments("x-message-deduplication", true, "x-cache-ttl", 60_000));
    TestPublisher publisher = test.publisher();
    publisher.publish(with("first", Properties.builder().deduplicationId("id")));
    publisher.publish(with("again", headers("x-deduplication-header", "id")));
    publisher.publish(with("other", Properties.builder().deduplicationId("other")));
    assertThat(publisher.awaitAll().refused).isEmpty();

    assertThat(test.facts("q").ready()).isEqualTo(2);
    test.advance(Duration.ofSeconds(61));
    publisher.publishAndWait(with("late", Properties.builder().deduplicationId("id")));
    assertThat(test.facts("q").ready()).isEqualTo(3);
  }

  @Test
  void deliversOneMessageOfAGroupAtATime() {
    test.declare("q", arguments("x-message-group", true));
    TestConsumer consumer = test.consume("q", 10);
    TestPublisher publisher = test.publisher();
    publisher.publish(with("a1", Properties.builder().key("a")));
    publisher.publish(with("a2", Properties.builder().key("a")));
    publisher.publish(with("b1", headers("x-message-group", "b")));
    publisher.awaitAll();

    TestConsumer.Received first = consumer.next();
    assertThat(first.body()).isEqualTo("a1");
    assertThat(consumer.next().body()).isEqualTo("b1");
    assertThat(consumer.hasNothing()).isTrue();
    consumer.subscription().acknowledge(Offsets.of(first.offset()));
    assertThat(consumer.next().body()).isEqualTo("a2");
  }

  @Test
  void takesBackOnlyTheDeliveryThatIsLate() {
    test.declare("q", arguments("x-consumer-timeout", 60_000));
    TestConsumer slow = test.consume("q", 2);
    TestPublisher publisher = test.publisher();
    publisher.publish(message("", "q", "late"));
    publisher.publish(message("", "q", "renewed"));
    publisher.awaitAll();
    slow.bodies(2);
    test.advance(Duration.ofSeconds(50));
    slow.subscription().renew(Offsets.of(1));
    test.advance(Duration.ofSeconds(20));

    assertThat(TestConsumer.take(slow.overdue)).isZero();
    assertThat(test.consume("q", 2).next().body()).isEqualTo("late");
    assertThat(slow.overdue).isEmpty();
  }

  @Test
  void aConsumerMayHaveATimeOfItsOwnToAnswer() {
    test.declare("q", arguments("x-consumer-timeout", 60_000));
    SubscribeOptions one = SubscribeOptions.prefetch(TestHost.CONNECTION, 1);
    TestConsumer quick = test.consume("q", one.withAckTimeout(Duration.ofSeconds(10)));
    TestConsumer patient = test.consume("q", one.withAckTimeout(Duration.ofMinutes(15)));
    test.publisher().publishAndWait(message("", "q", "a"));
    test.publisher().publishAndWait(message("", "q", "b"));
    quick.next();
    patient.next();
    test.advance(Duration.ofSeconds(70));

    assertThat(TestConsumer.take(quick.overdue)).isZero();
    test.facts("q");
    assertThat(patient.overdue).isEmpty();
  }

  @Test
  void aTimeToAnswerHasBounds() {
    SubscribeOptions one = SubscribeOptions.prefetch(TestHost.CONNECTION, 1);
    one.withAckTimeout(SubscribeOptions.LONGEST_ACK_TIMEOUT);

    for (Duration wrong :
        List.of(
            Duration.ZERO,
            SubscribeOptions.LONGEST_ACK_TIMEOUT.plusNanos(1),
            Duration.ofSeconds(Long.MAX_VALUE))) {
      assertThatThrownBy(() -> one.withAckTimeout(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("ackTimeout of " + wrong);
    }
  }

  private static PropertiesBuilder headers(Object... namesAndValues) {
    Headers headers = arguments(namesAndValues);
    return Properties.builder().headers(headers);
  }

  private static Message with(String body, PropertiesBuilder properties) {
    return new Message("", "q", properties.build(), body.getBytes(UTF_8));
  }
}
