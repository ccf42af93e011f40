package io.millrace.broker.vhost;

import static io.millrace.broker.vhost.TestHost.CONNECTION;
import static io.millrace.broker.vhost.TestHost.done;
import static io.millrace.broker.vhost.TestHost.message;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.queue.Offsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PublishAndConsumeTest {
  private final TestHost test = new TestHost();

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void deliversInOrderAndForgetsWhatIsAcknowledged() {
    test.declare("q");
    TestPublisher publisher = test.publisher();
    TestConsumer consumer = test.consume("q", 10);

    for (int n = 0; n < 5; n++) {
      publisher.publish(message("", "q", "m" + n));
    }
    publisher.awaitAll();

    assertThat(consumer.bodies(5)).containsExactly("m0", "m1", "m2", "m3", "m4");
    assertThat(test.facts("q").unacknowledged()).isEqualTo(5);
    consumer.subscription().acknowledge(Offsets.range(0, 4));
    assertThat(test.facts("q").unacknowledged()).isZero();
    assertThat(publisher.confirmed).containsExactly(1L, 2L, 3L, 4L, 5L);
  }

  @Test
  void keepsNoMoreInFlightThanTheCreditSays() {
    test.declare("q");
    TestConsumer consumer = test.consume("q", 2);
    TestPublisher publisher = test.publisher();
    for (int n = 0; n < 4; n++) {
      publisher.publish(message("", "q", "m" + n));
    }
    publisher.awaitAll();

    assertThat(consumer.bodies(2)).containsExactly("m0", "m1");
    assertThat(test.facts("q").ready()).isEqualTo(2);
    consumer.subscription().acknowledge(Offsets.of(1));
    assertThat(consumer.next().body()).isEqualTo("m2");
    assertThat(consumer.hasNothing()).isTrue();
  }

  @Test
  void givesBackToTheOldPlaceWhatADetachedConsumerHeld() {
    test.declare("q");
    TestConsumer first = test.consume("q", 2);
    TestPublisher publisher = test.publisher();
    for (int n = 0; n < 3; n++) {
      publisher.publish(message("", "q", "m" + n));
    }
    publisher.awaitAll();
    first.bodies(2);
    first.subscription().detach(true);

    TestConsumer second = test.consume("q", 10);

    TestConsumer.Received again = second.next();
    assertThat(again.body()).isEqualTo("m0");
    assertThat(again.redelivered()).isTrue();
    assertThat(again.deliveryCount()).isEqualTo(1);
    assertThat(second.bodies(2)).containsExactly("m1", "m2");
  }

  @Test
  void sharesMessagesBetweenConsumersInTurns() {
    test.declare("q");
    TestConsumer left = test.consume("q", 100);
    TestConsumer right = test.consume("q", 100);
    TestPublisher publisher = test.publisher();
    for (int n = 0; n < 10; n++) {
      publisher.publish(message("", "q", "m" + n));
    }
    publisher.awaitAll();

    assertThat(left.bodies(5)).hasSize(5);
    assertThat(right.bodies(5)).hasSize(5);
  }

  @Test
  void getsOneMessageAndSettlesItByItself() {
    test.declare("q");
    test.publisher().publishAndWait(message("", "q", "only"));
    TestConsumer nobody = new TestConsumer();

    Deliveries got = done(test.host.get("q", CONNECTION, false, nobody)).orElseThrow();

    assertThat(got.count()).isEqualTo(1);
    assertThat(got.message(0).body()).isEqualTo("only".getBytes(UTF_8));
    assertThat(done(test.host.get("q", CONNECTION, false, nobody))).isEqualTo(Optional.empty());
    assertThat(test.facts("q").unacknowledged()).isEqualTo(1);
    assertThat(test.facts("q").consumers()).isZero();
    got.subscription().giveBack(Offsets.of(got.offset(0)), false);
    assertThat(done(test.host.get("q", CONNECTION, true, nobody))).isPresent();
    assertThat(test.facts("q").unacknowledged()).isZero();
    assertThat(nobody.hasNothing()).isTrue();
  }

  @Test
  void tellsAConsumerThatItsQueueWasDeleted() {
    test.declare("q");
    test.publisher().publishAndWait(message("", "q", "m"));
    test.publisher().publishAndWait(message("", "q", "counted"));
    TestConsumer consumer = test.consume("q", 1);
    consumer.next();

    assertThat(done(test.host.deleteQueue("q", CONNECTION, DeleteCondition.NONE))).isEqualTo(1);

    assertThat(TestConsumer.take(consumer.cancelled)).isSameAs(consumer.subscription());
    consumer.subscription().acknowledge(Offsets.of(0));
    assertThat(test.publisher().publish(message("", "q", "late")))
        .isEqualTo(PublishOutcome.UNROUTABLE);
  }

  @Test
  void browsesWithoutTaking() {
    test.declare("q");
    TestPublisher publisher = test.publisher();
    for (int n = 0; n < 4; n++) {
      publisher.publish(message("", "q", "m" + n));
    }
    publisher.awaitAll();

    List<BrowsedMessage> page = done(test.host.browse("q", 1, 2));

    assertThat(page).extracting(BrowsedMessage::offset).containsExactly(1L, 2L);
    assertThat(page.get(0).message().body()).isEqualTo("m1".getBytes(UTF_8));
    assertThat(test.facts("q").ready()).isEqualTo(4);
  }

  @Test
  void deliversNothingFromAPausedQueueUntilItGoesOn() {
    test.declare("q");
    TestConsumer consumer = test.consume("q", 10);
    done(test.host.pauseQueue("q", true));
    test.publisher().publishAndWait(message("", "q", "m"));

    assertThat(test.facts("q").ready()).isEqualTo(1);
    assertThat(test.facts("q").paused()).isTrue();
    done(test.host.pauseQueue("q", false));

    assertThat(consumer.next().body()).isEqualTo("m");
  }

  @Test
  void purgesWhatWaitsAndLeavesWhatIsNotSettled() {
    test.declare("q");
    TestConsumer consumer = test.consume("q", 2);
    TestPublisher publisher = test.publisher();
    for (int n = 0; n < 7; n++) {
      publisher.publish(message("", "q", "m" + n));
    }
    publisher.awaitAll();
    consumer.bodies(2);

    assertThat(done(test.host.purge("q", CONNECTION))).isEqualTo(5);

    assertThat(test.facts("q").unacknowledged()).isEqualTo(2);
    assertThat(test.facts("q").ready()).isZero();
  }

  @Test
  void anAutomaticConsumerSettlesByDelivery() {
    test.declare("q");
    TestConsumer consumer = test.consume("q", SubscribeOptions.automatic(CONNECTION));
    test.publisher().publishAndWait(message("", "q", "m"));

    assertThat(consumer.next().body()).isEqualTo("m");
    await().until(() -> test.facts("q").unacknowledged() == 0 && test.facts("q").ready() == 0);
  }
}
