package io.millrace.broker.protocol.moonmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.message.Headers;
import io.millrace.broker.server.BrokerSettings;
import io.millrace.broker.store.StoreOptions;
import io.millrace.broker.vhost.QueueDefinition;
import io.millrace.client.codec.Confirm;
import io.millrace.client.codec.Frame;
import io.millrace.client.codec.PublishType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Queues whose routing keys are patterns where they are bound. */
@Timeout(60)
class PatternBindTest {
  private static final QueueRules RULES =
      QueueRules.DEFAULT.withNamed("t*", QueueRules.DEFAULT.withKeyPatterns());

  private static final MoonmqSettings SETTINGS =
      MoonmqSettings.DEFAULT.withoutAuthentication().withQueues(RULES);

  private static Frame.Bind bind(String pattern, int credit) {
    return new Frame.Bind("t", pattern, false, credit);
  }

  private static Frame.Publish publish(String key, String body) {
    return Frame.Publish.direct("t", key, body.getBytes(UTF_8));
  }

  private static void publishAll(NativeClient client, String... keys) throws IOException {
    for (String key : keys) {
      client.send(publish(key, key.isEmpty() ? "-" : key));
    }
    for (int i = 0; i < keys.length; i++) {
      client.expect(Frame.PublishOk.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', true",
    "'', a, false",
    "a, a, true",
    "a, '', false",
    "a.*, a.b, true",
    "a.*, a.b.c, false",
    "a.#, a, true",
    "#, '', true",
  })
  void aConsumerGetsWhatItsPatternTakes(String pattern, String key, boolean taken)
      throws IOException {
    try (RunningBroker broker = new RunningBroker(SETTINGS)) {
      NativeClient consumer = broker.client();
      consumer.send(bind(pattern, 0)).expect(Frame.BindOk.class);
      publishAll(broker.client(), key);

      if (taken) {
        Frame.Push push = consumer.push();
        assertThat(push.queue()).isEqualTo("t");
        assertThat(push.routingKey()).isEqualTo(key);
      }
      await().until(() -> broker.facts("t").ready() == (taken ? 0 : 1));
      assertThat(consumer.pushesWaiting()).isZero();
    }
  }

  @Test
  void whatIsPublishedBeforeComesInTheOrderOfTheQueueWhateverItsKey() throws IOException {
    try (RunningBroker broker = new RunningBroker(SETTINGS)) {
      publishAll(broker.client(), "b.1", "a.1", "c", "b.2", "a.2", "");

      NativeClient all = broker.client();
      all.send(bind("a.*", 0), bind("b.*", 0), bind("", 0));

      List<String> keys = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        keys.add(all.push().routingKey());
      }
      // The pattern that came first was served first.
      assertThat(keys).containsExactlyInAnyOrder("b.1", "a.1", "b.2", "a.2", "");
      assertThat(keys.indexOf("a.1")).isLessThan(keys.indexOf("a.2"));
      assertThat(keys.indexOf("b.1")).isLessThan(keys.indexOf("b.2"));
      NativeClient late = broker.client();
      late.send(bind("#", 0)).expect(Frame.BindOk.class);
      assertThat(late.bodies(1)).containsExactly("c");
    }
  }

  @Test
  void aMessageGoesToOneOfThoseWhoTakeIt() throws IOException {
    try (RunningBroker broker = new RunningBroker(SETTINGS)) {
      NativeClient one = broker.client();
      NativeClient other = broker.client();
      one.send(bind("#", 0)).expect(Frame.BindOk.class);
      other.send(bind("a.#", 0)).expect(Frame.BindOk.class);
      String[] keys = new String[100];
      for (int i = 0; i < keys.length; i++) {
        keys[i] = "a." + i;
      }

      publishAll(broker.client(), keys);

      assertThat(one.bodies(50)).hasSize(50);
      assertThat(other.bodies(50)).hasSize(50);
    }
  }

  @Test
  void aFurtherPatternKeepsCreditAndWhatIsHeld() throws IOException {
    try (RunningBroker broker = new RunningBroker(SETTINGS)) {
      NativeClient publisher = broker.client();
      NativeClient consumer = broker.client();
      consumer.send(bind("a", 2)).expect(Frame.BindOk.class);
      publishAll(publisher, "b", "b", "a", "b");
      Frame.Push first = consumer.push();
      assertThat(first.routingKey()).isEqualTo("a");

      consumer.send(bind("b", 2)).expect(Frame.BindOk.class);

      assertThat(consumer.bodies(1)).containsExactly("b");
      assertThat(broker.facts("t").unacknowledged()).isEqualTo(2);
      assertThat(broker.facts("t").consumers()).isOne();
      consumer.ack(first);
      assertThat(consumer.bodies(1)).containsExactly("b");
      consumer.send(bind("b", 3)).expect(Frame.BindOk.class);
      assertThat(consumer.bodies(1)).containsExactly("b");
    }
  }

  @Test
  void soManyPatternsAndNoMore() throws IOException {
    try (RunningBroker broker = new RunningBroker(SETTINGS)) {
      NativeClient consumer = broker.client();
      for (int i = 0; i < 64; i++) {
        consumer.send(bind("k" + i, 0)).expect(Frame.BindOk.class);
      }

      assertThat(consumer.send(bind("k64", 0)).expect(Frame.Fault.class).code()).isEqualTo(400);
      consumer.send(bind("k1", 0)).expect(Frame.BindOk.class);
    }
  }

  @Test
  void whatIsNotAckedGoesToAnotherWhoTakesIt() throws IOException {
    try (RunningBroker broker = new RunningBroker(SETTINGS)) {
      NativeClient dies = broker.client();
      NativeClient bystander = broker.client();
      NativeClient lives = broker.client();
      dies.send(bind("a.*", 0)).expect(Frame.BindOk.class);
      publishAll(broker.client(), "a.1", "a.2");
      dies.bodies(2);
      bystander.send(bind("b", 0)).expect(Frame.BindOk.class);
      lives.send(bind("*.#", 0)).expect(Frame.BindOk.class);

      dies.close();

      Frame.Push again = lives.push();
      assertThat(again.routingKey()).isEqualTo("a.1");
      assertThat(again.redelivered()).isTrue();
      assertThat(again.deliveryCount()).isOne();
      assertThat(lives.bodies(1)).containsExactly("a.2");
      assertThat(bystander.pushesWaiting()).isZero();
    }
  }

  @Test
  void copiesShowTheirKeyAndGoWhereTheFilterLetsThem() throws IOException {
    QueueRules filtering = QueueRules.DEFAULT.withKeyPatterns().withFanoutFilter();
    MoonmqSettings settings = MoonmqSettings.DEFAULT.withoutAuthentication().withQueues(filtering);
    try (RunningBroker broker = new RunningBroker(settings)) {
      NativeClient all = broker.client();
      NativeClient some = broker.client();
      all.send(bind("#", 0)).expect(Frame.BindOk.class);
      some.send(bind("x", 0), bind("a.*", 0));
      some.expect(Frame.BindOk.class);
      some.expect(Frame.BindOk.class);
      NativeClient publisher = broker.client();

      for (String key : List.of("a.b", "c")) {
        publisher
            .send(
                new Frame.Publish(
                    "t", key, PublishType.FANOUT, Confirm.DISK, 0, 0, key.getBytes(UTF_8)))
            .expect(Frame.PublishOk.class);
      }

      assertThat(all.push().routingKey()).isEqualTo("a.b");
      assertThat(all.push().routingKey()).isEqualTo("c");
      assertThat(some.push().routingKey()).isEqualTo("a.b");
      assertThat(some.pushesWaiting()).isZero();
    }
  }

  @Test
  void aQueueThatWasMadeWithoutPatternsIsNotBoundByThem() throws IOException {
    try (RunningBroker broker = new RunningBroker(SETTINGS)) {
      broker
          .broker
          .virtualHosts()
          .host("/")
          .orElseThrow()
          .declareQueue(new QueueDefinition("t", true, false, false, Headers.EMPTY), 0)
          .join();

      NativeClient client = broker.client();

      assertThat(client.send(bind("a.*", 0)).expect(Frame.Fault.class).code()).isEqualTo(409);
      client.bind("plain").publishAndAwait("plain", "others are as before");
      client.push();
    }
  }

  @Test
  void keysOutliveARestart(@TempDir Path directory) throws IOException {
    BrokerSettings settings =
        BrokerSettings.embedded()
            .withDataDirectory(directory)
            .withStore(StoreOptions.DEFAULTS.withLowestFree(0))
            .withMoonmq(SETTINGS);
    try (RunningBroker broker = new RunningBroker(settings)) {
      publishAll(broker.client(), "a.1", "b", "a.2");
    }

    try (RunningBroker broker = new RunningBroker(settings)) {
      NativeClient consumer = broker.client();
      consumer.send(bind("a.*", 0)).expect(Frame.BindOk.class);

      assertThat(consumer.push().routingKey()).isEqualTo("a.1");
      assertThat(consumer.push().routingKey()).isEqualTo("a.2");
      assertThat(broker.facts("t").ready()).isOne();
    }
  }
}
