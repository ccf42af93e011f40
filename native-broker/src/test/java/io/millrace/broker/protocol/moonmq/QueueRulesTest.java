package io.millrace.broker.protocol.moonmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.message.Headers;
import io.millrace.client.codec.Confirm;
import io.millrace.client.codec.Frame;
import io.millrace.client.codec.PublishType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class QueueRulesTest {
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final int SIZE = 1024;

  @Test
  void theOldestMakesRoom() throws Exception {
    try (RunningBroker broker = broker(full(QueueOverflow.DROP_HEAD))) {
      publishOneTooMany(broker.client());

      assertThat(broker.facts("q").ready()).isEqualTo(SIZE);
      assertThat(broker.client().bind("q").bodies(1)).containsExactly("m1");
    }
  }

  @Test
  void oneTooManyIsRefused() throws Exception {
    try (RunningBroker broker = broker(full(QueueOverflow.REJECT))) {
      NativeClient client = broker.client();
      for (int i = 0; i < SIZE; i++) {
        client.publish("q", "m" + i);
      }
      for (int i = 0; i < SIZE; i++) {
        client.expect(Frame.PublishOk.class);
      }

      assertThat(client.publish("q", "too many").expect(Frame.Fault.class).code()).isEqualTo(507);
      assertThat(broker.facts("q").ready()).isEqualTo(SIZE);
    }
  }

  @Test
  void aPublisherIsHeldUntilThereIsRoom() throws Exception {
    try (RunningBroker broker = broker(full(QueueOverflow.BLOCK))) {
      NativeClient client = broker.client();
      for (int i = 0; i < SIZE; i++) {
        client.publish("q", "m" + i);
      }
      for (int i = 0; i < SIZE; i++) {
        client.expect(Frame.PublishOk.class);
      }
      client.publish("q", "one too many");
      NativeClient another = broker.client().publish("q", "two too many");
      broker.client().publishAndAwait("other", "is not held up");
      assertThat(broker.facts("q").ready()).isEqualTo(SIZE);

      NativeClient consumer = broker.client().bind("q");
      consumer.ack(consumer.push());
      consumer.ack(consumer.push());
      client.expect(Frame.PublishOk.class);
      another.expect(Frame.PublishOk.class);
    }
  }

  @Test
  void theOldestGoesToTheDeadLetters() throws Exception {
    try (RunningBroker broker = broker(full(QueueOverflow.DEAD_LETTER))) {
      publishOneTooMany(broker.client());

      assertThat(broker.client().bind("q.dlq").bodies(1)).containsExactly("m0");
      await().atMost(DEADLINE).until(() -> broker.facts("q").ready() == SIZE);
      assertThat(broker.client().bind("q").bodies(1)).containsExactly("m1");
    }
  }

  @Test
  void aQueueOfDeadLettersIsNoOtherWhoeverNamesItFirst() throws Exception {
    QueueRules rules = QueueRules.DEFAULT.withNamed("q", QueueRules.DEFAULT.withDeadLetters());
    try (RunningBroker broker = broker(rules)) {
      broker.client().bind("q.dlq");
      Headers bound = broker.facts("q.dlq").definition().arguments();
      broker.client().publishAndAwait("q", "a");
      broker.client().bind("other.dlq");

      assertThat(bound).isNotEqualTo(broker.facts("other.dlq").definition().arguments());
      assertThat(broker.facts("q").definition().arguments().get("x-dead-letter-exchange"))
          .isNotNull();
      assertThat(broker.broker.virtualHosts().host("/").orElseThrow().queues()).hasSize(3);
    }
    try (RunningBroker broker = broker(QueueRules.DEFAULT.withDeadLetters())) {
      broker.client().bind("q.dlq").publishAndAwait("q.dlq", "a");

      assertThat(broker.broker.virtualHosts().host("/").orElseThrow().queues()).hasSize(1);
    }
  }

  @Test
  void aNameIsTooLongIfThatOfItsDeadLettersIs() throws Exception {
    try (RunningBroker broker = broker(QueueRules.DEFAULT.withDeadLetters())) {
      NativeClient client = broker.client();
      client.send(Frame.Publish.direct("q".repeat(200), "k".repeat(50), new byte[1]));
      client.expect(Frame.PublishOk.class);

      client.send(Frame.Publish.direct("q".repeat(200), "k".repeat(51), new byte[1]));
      Frame.Fault refusal = client.expect(Frame.Fault.class);
      assertThat(refusal.code()).isEqualTo(400);
      assertThat(refusal.text()).contains(".dlq");
    }
  }

  @Test
  void messagesExpireAndWithoutATimeoutNever() throws Exception {
    QueueRules rules =
        QueueRules.DEFAULT
            .withMessageTimeout(Duration.ZERO)
            .withNamed(
                "short*",
                QueueRules.DEFAULT.withMessageTimeout(Duration.ofMillis(1)).withDeadLetters());
    try (RunningBroker broker = broker(rules)) {
      broker.client().publishAndAwait("long", "a").publishAndAwait("short.one", "b");

      assertThat(broker.client().bind("short.one.dlq").bodies(1)).containsExactly("b");
      assertThat(broker.client().bind("long").bodies(1)).containsExactly("a");
    }
  }

  @Test
  void aMessageForEverybodyGoesToThoseWithItsKeyWhereTheQueueFilters() throws Exception {
    QueueRules rules =
        QueueRules.DEFAULT.withNamed("filtered", QueueRules.DEFAULT.withFanoutFilter());
    try (RunningBroker broker = broker(rules)) {
      for (String queue : new String[] {"filtered", "plain"}) {
        NativeClient red = bind(broker, queue, "red");
        NativeClient blue = bind(broker, queue, "blue");

        broker.client().send(fanout(queue, "red", "a")).expect(Frame.PublishOk.class);
        broker.client().send(fanout(queue, "blue", "b")).expect(Frame.PublishOk.class);
        broker.client().send(fanout(queue, "green", "c")).expect(Frame.PublishOk.class);

        if (queue.equals("filtered")) {
          assertThat(red.bodies(1)).containsExactly("a");
          assertThat(blue.bodies(1)).containsExactly("b");
          blue.send(new Frame.Bind(queue, "green", false, 0)).expect(Frame.BindOk.class);
          assertThat(blue.bodies(1)).as("nobody had bound it, so it waits").containsExactly("c");
          broker.client().send(fanout(queue, "green", "d")).expect(Frame.PublishOk.class);
          assertThat(blue.bodies(1)).containsExactly("d");
        } else {
          assertThat(red.bodies(3)).containsExactly("a", "b", "c");
          assertThat(blue.bodies(3)).containsExactly("a", "b", "c");
        }
      }
    }
  }

  @Test
  void aQueueThatNobodyUsesGoesAndNothingIsLostOrOvertakenWithIt() throws Exception {
    QueueRules rules = QueueRules.DEFAULT.withIdleTime(Duration.ofMillis(1));
    try (RunningBroker broker = broker(rules)) {
      NativeClient publisher = broker.client();
      NativeClient consumer = broker.client();
      for (int round = 0; round < 300; round++) {
        String[] bodies = {round + "a", round + "b", round + "c"};
        publisher.publish("q", bodies);
        List<String> confirmed = new ArrayList<>();
        for (String body : bodies) {
          Frame answer = publisher.expect(Frame.class);
          if (answer instanceof Frame.PublishOk) {
            confirmed.add(body);
          } else { // A busy machine may let the queue go time and again before it is used.
            assertThat(((Frame.Fault) answer).text()).isEqualTo("the queue does not stay");
          }
        }
        consumer.send(new Frame.Bind("q", "", false, 0)).expect(Frame.BindOk.class);
        for (String body : confirmed) {
          Frame.Push push = consumer.push();
          assertThat(new String(push.body(), UTF_8)).isEqualTo(body);
          consumer.ack(push);
        }
        consumer.send(new Frame.Unbind("q")).expect(Frame.UnbindOk.class);
      }
      await()
          .atMost(DEADLINE)
          .until(() -> broker.broker.virtualHosts().host("/").orElseThrow().queues().isEmpty());
    }
  }

  private static QueueRules full(QueueOverflow overflow) {
    return QueueRules.DEFAULT.withMaxQueueSize(SIZE).withOverflow(overflow);
  }

  private static void publishOneTooMany(NativeClient client) throws Exception {
    for (int i = 0; i <= SIZE; i++) {
      client.publish("q", "m" + i);
    }
    for (int i = 0; i <= SIZE; i++) {
      client.expect(Frame.PublishOk.class);
    }
  }

  private static NativeClient bind(RunningBroker broker, String queue, String key)
      throws Exception {
    NativeClient client = broker.client();
    client.send(new Frame.Bind(queue, key, false, 0)).expect(Frame.BindOk.class);
    return client;
  }

  private static Frame fanout(String queue, String key, String body) {
    return new Frame.Publish(
        queue, key, PublishType.FANOUT, Confirm.DISK, 0, 0, body.getBytes(UTF_8));
  }

  private static RunningBroker broker(QueueRules rules) throws Exception {
    return new RunningBroker(MoonmqSettings.DEFAULT.withoutAuthentication().withQueues(rules));
  }
}
