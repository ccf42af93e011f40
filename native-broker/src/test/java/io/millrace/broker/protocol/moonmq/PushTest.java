package io.millrace.broker.protocol.moonmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.vhost.QueueArgument;
import io.millrace.client.codec.Confirm;
import io.millrace.client.codec.Frame;
import io.millrace.client.codec.PublishType;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PushTest {
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private RunningBroker broker;

  @BeforeEach
  void start() throws IOException {
    broker = new RunningBroker();
  }

  @AfterEach
  void stop() throws IOException {
    broker.close();
  }

  @Test
  void whatWasPublishedBeforeAnybodyBoundArrivesInOrder() throws IOException {
    String[] bodies = bodies(1000);
    broker.client().publishAndAwait("q", bodies);

    NativeClient consumer = broker.client();
    consumer.send(new Frame.Bind("q", "", true, 0));

    assertThat(consumer.bodies(bodies.length)).containsExactly(bodies);
  }

  @Test
  void aQueueComesIntoBeingWithItsFirstBind() throws IOException {
    NativeClient client = broker.client().bind("q");
    client.publishAndAwait("q", "a");

    Frame.Push push = client.push();

    assertThat(push.queue()).isEqualTo("q");
    assertThat(push.body()).isEqualTo("a".getBytes(UTF_8));
    assertThat(push.redelivered()).isFalse();
  }

  @Test
  void anAckedMessageLeavesTheQueue() throws IOException {
    NativeClient client = broker.client().bind("q");
    client.publishAndAwait("q", "a");

    client.ack(client.push());

    await().until(() -> broker.facts("q").unacknowledged() == 0);
    assertThat(broker.facts("q").ready()).isZero();
  }

  @Test
  void consumersTakeTurns() throws IOException {
    NativeClient one = broker.client().bind("q");
    NativeClient other = broker.client().bind("q");

    broker.client().publishAndAwait("q", bodies(100));

    assertThat(one.bodies(50)).hasSize(50);
    assertThat(other.bodies(50)).hasSize(50);
  }

  @Test
  void aConsumerGetsTheMessagesOfItsRoutingKeyOnly() throws IOException {
    NativeClient red = broker.client();
    red.send(new Frame.Bind("q", "red", false, 0)).expect(Frame.BindOk.class);
    NativeClient plain = broker.client().bind("q");
    NativeClient publisher = broker.client();

    publisher.send(
        Frame.Publish.direct("q", "blue", "b".getBytes(UTF_8)),
        Frame.Publish.direct("q", "red", "r".getBytes(UTF_8)),
        Frame.Publish.direct("q", "", "p".getBytes(UTF_8)));

    Frame.Push push = red.push();
    assertThat(push.queue()).isEqualTo("q");
    assertThat(push.routingKey()).isEqualTo("red");
    assertThat(push.body()).isEqualTo("r".getBytes(UTF_8));
    assertThat(plain.bodies(1)).containsExactly("p");
    assertThat(red.pushesWaiting()).isZero();
    await().until(() -> broker.facts("q?blue").ready() == 1);
  }

  @Test
  void aConsumerGetsSoManyMessagesAheadOfItsAcks() throws IOException {
    broker.client().publishAndAwait("q", bodies(300));
    NativeClient consumer = broker.client().bind("q");
    Frame.Push first = consumer.push();
    consumer.bodies(255);
    assertThat(broker.facts("q").unacknowledged()).isEqualTo(256);
    assertThat(consumer.pushesWaiting()).isZero();

    consumer.ack(first);

    assertThat(consumer.bodies(1)).containsExactly("m256");
    assertThat(broker.facts("q").unacknowledged()).isEqualTo(256);
  }

  @Test
  void aConsumerMayAskForLess() throws IOException {
    broker.client().publishAndAwait("q", bodies(3));
    NativeClient consumer = broker.client();
    consumer.send(new Frame.Bind("q", "", false, 2)).expect(Frame.BindOk.class);

    consumer.bodies(2);

    assertThat(broker.facts("q").ready()).isEqualTo(1);
  }

  @Test
  void whatIsNotAckedGoesBackInOrderWhenItsConsumerIsGone() throws IOException {
    NativeClient gone = broker.client().bind("q");
    broker.client().publishAndAwait("q", bodies(10));
    List<Frame.Push> held = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      held.add(gone.push());
    }
    gone.ack(held.get(4));
    await().until(() -> broker.facts("q").unacknowledged() == 9);

    gone.close();
    NativeClient next = broker.client().bind("q");

    Frame.Push first = next.push();
    assertThat(first.messageId()).isEqualTo(held.get(0).messageId());
    assertThat(first.redelivered()).isTrue();
    assertThat(first.deliveryCount()).isEqualTo(1);
    assertThat(next.bodies(8)).containsExactly("m1", "m2", "m3", "m5", "m6", "m7", "m8", "m9");
  }

  @Test
  void whatIsNotAckedInTimeGoesToAnother() throws IOException {
    broker.close();
    broker =
        new RunningBroker(
            MoonmqSettings.DEFAULT
                .withoutAuthentication()
                .withQueues(
                    QueueRules.DEFAULT.with(
                        QueueArgument.CONSUMER_TIMEOUT, Duration.ofMillis(200))));
    NativeClient hangs = broker.client().bind("q");
    broker.client().publishAndAwait("q", "a");
    Frame.Push lost = hangs.push();
    NativeClient works = broker.client().bind("q");

    Frame.Push again = works.push();

    assertThat(again.messageId()).isEqualTo(lost.messageId());
    assertThat(again.redelivered()).isTrue();
    works.ack(again);
    await().until(() -> broker.facts("q").unacknowledged() == 0);
  }

  @Test
  void withoutAcksAMessageIsDoneWhenItIsPushed() throws IOException {
    String[] bodies = bodies(5000);
    NativeClient consumer = broker.client();
    consumer.send(new Frame.Bind("q", "", true, 0)).expect(Frame.BindOk.class);

    broker.client().publishAndAwait("q", bodies);

    assertThat(consumer.bodies(5000)).containsExactly(bodies);
    assertThat(broker.facts("q").unacknowledged()).isZero();
  }

  @Test
  void aDelayedMessageComesWhenItIsDue() throws IOException {
    NativeClient client = broker.client().bind("q");
    byte[] late = "late".getBytes(UTF_8);
    byte[] past = "past".getBytes(UTF_8);
    long beganMillis = System.currentTimeMillis();

    client.send(
        new Frame.Publish("q", "", PublishType.DIRECT, Confirm.DISK, 300, 0, late),
        new Frame.Publish("q", "", PublishType.DIRECT, Confirm.DISK, 0, 1000, past));

    assertThat(client.bodies(2)).containsExactly("past", "late");
    assertThat(System.currentTimeMillis() - beganMillis).isGreaterThanOrEqualTo(300);
  }

  @Test
  void afterUnbindNothingIsPushed() throws IOException {
    NativeClient consumer = broker.client().bind("a").bind("b").bind("c");

    consumer.send(new Frame.Unbind(""));

    assertThat(consumer.expect(Frame.UnbindOk.class).queue()).isEmpty();
    NativeClient publisher = broker.client();
    for (String queue : List.of("a", "b", "c")) {
      publisher.publishAndAwait(queue, "m");
      assertThat(broker.facts(queue).ready()).isEqualTo(1);
    }
    assertThat(consumer.pushesWaiting()).isZero();
  }

  @Test
  void bindingAnewKeepsWhatCanBeAcked() throws IOException {
    NativeClient consumer = broker.client().bind("q");
    consumer.publishAndAwait("q", "old");
    Frame.Push old = consumer.push();

    consumer.send(new Frame.Bind("q", "red", false, 0)).expect(Frame.BindOk.class);
    consumer.publishAndAwait("q", "not for me any more");
    consumer
        .send(Frame.Publish.direct("q", "red", "new".getBytes(UTF_8)))
        .expect(Frame.PublishOk.class);
    assertThat(consumer.bodies(1)).containsExactly("new");
    consumer.ack(old);

    await().until(() -> broker.facts("q").unacknowledged() == 0);
    assertThat(broker.facts("q").ready()).isEqualTo(1);
  }

  @Test
  void repliesKeepTheOrderOfTheirRequestsWhilePushesComeBetween() throws IOException {
    NativeClient client = broker.client().bind("q");
    client.send(
        Frame.Publish.direct("q", "", "1".getBytes(UTF_8)),
        Frame.Publish.direct("new", "", "2".getBytes(UTF_8)),
        Frame.Publish.direct("q", "", new byte[0]),
        new Frame.Bind("other", "", false, 0),
        Frame.Publish.direct("q", "", "3".getBytes(UTF_8)),
        new Frame.Unbind("other"));

    long first = client.expect(Frame.PublishOk.class).messageId();
    long second = client.expect(Frame.PublishOk.class).messageId();
    assertThat(client.expect(Frame.Fault.class).code()).isEqualTo(400);
    assertThat(client.expect(Frame.BindOk.class).queue()).isEqualTo("other");
    long third = client.expect(Frame.PublishOk.class).messageId();
    assertThat(client.expect(Frame.UnbindOk.class).queue()).isEqualTo("other");
    assertThat(first).isPositive().isLessThan(second);
    assertThat(third).isGreaterThan(second);
    assertThat(client.push().messageId()).isEqualTo(first);
    assertThat(client.push().messageId()).isEqualTo(third);
  }

  @Test
  void aHeartbeatForAMessageExtendsItsTime() throws IOException {
    broker.close();
    broker =
        new RunningBroker(
            MoonmqSettings.DEFAULT
                .withoutAuthentication()
                .withQueues(
                    QueueRules.DEFAULT.with(
                        QueueArgument.CONSUMER_TIMEOUT, Duration.ofMillis(600))));
    NativeClient slow = broker.client().bind("q");
    slow.publishAndAwait("q", "a");
    Frame.Push push = slow.push();
    long beganMillis = System.currentTimeMillis();

    await()
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              slow.send(new Frame.Heartbeat("q", push.messageId()));
              return System.currentTimeMillis() - beganMillis > 1500;
            });

    assertThat(slow.pushesWaiting()).isZero();
    assertThat(broker.facts("q").unacknowledged()).isEqualTo(1);
  }

  @Test
  void whoAcksTooLateGetsTheNextMessageAllTheSame() throws IOException {
    broker.close();
    broker =
        new RunningBroker(
            MoonmqSettings.DEFAULT
                .withoutAuthentication()
                .withQueues(
                    QueueRules.DEFAULT.with(
                        QueueArgument.CONSUMER_TIMEOUT, Duration.ofMillis(50))));
    NativeClient slow = broker.client();
    slow.send(new Frame.Bind("q", "", false, 1)).expect(Frame.BindOk.class);
    slow.publishAndAwait("q", "a");

    for (int late = 1; late <= 3; late++) {
      Frame.Push push = slow.push();
      await().atMost(DEADLINE).until(() -> broker.facts("q").ready() == 1);
      slow.ack(push);
    }

    assertThat(slow.push().redelivered()).isTrue();
  }

  private static String[] bodies(int count) {
    return IntStream.range(0, count).mapToObj(n -> "m" + n).toArray(String[]::new);
  }
}
