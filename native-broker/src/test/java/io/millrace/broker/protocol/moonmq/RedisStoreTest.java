package io.millrace.broker.protocol.moonmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.redis.RedisSettings;
import io.millrace.broker.redis.RedisStore;
import io.millrace.broker.server.BrokerSettings;
import io.millrace.broker.vhost.DeleteCondition;
import io.millrace.client.codec.Frame;
import io.millrace.testkit.redis.RedisServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A broker whose queues a real Redis server keeps. */
@Timeout(120)
class RedisStoreTest {
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private final RedisServer redis = RedisServer.builder().durable().build();

  @BeforeEach
  void start() {
    redis.start();
  }

  @AfterEach
  void stop() {
    redis.close();
  }

  private static RedisSettings at(RedisServer server) {
    return RedisSettings.at(server.host(), server.port());
  }

  private static BrokerSettings settings(RedisSettings store) {
    return BrokerSettings.embedded()
        .withRedis(store)
        .withStopWithin(Duration.ofSeconds(5))
        .withMoonmq(MoonmqSettings.DEFAULT.withoutAuthentication());
  }

  private RunningBroker broker() throws IOException {
    return new RunningBroker(settings(at(redis)));
  }

  private static String[] bodies(int from, int to) {
    String[] bodies = new String[to - from];
    for (int i = from; i < to; i++) {
      bodies[i - from] = "m" + i;
    }
    return bodies;
  }

  @Test
  void whatWasConfirmedAndNotAckedIsThereAfterARestartInOrder() throws IOException {
    try (RunningBroker broker = broker()) {
      broker.client().publishAndAwait("q", bodies(0, 100));
      NativeClient consumer = broker.client().bind("q");
      for (int i = 0; i < 100; i++) {
        Frame.Push push = consumer.push();
        if (i % 2 == 0) {
          consumer.ack(push);
        }
      }
      await().atMost(DEADLINE).until(() -> broker.facts("q").unacknowledged() == 50);
    }

    try (RunningBroker broker = broker()) {
      NativeClient consumer = broker.client().bind("q");
      for (int i = 1; i < 100; i += 2) {
        Frame.Push push = consumer.push();
        assertThat(new String(push.body(), UTF_8)).isEqualTo("m" + i);
        assertThat(push.redelivered()).isTrue();
      }
    }
  }

  @Test
  void aBrokerThatDiesHasLostNothingThatWasConfirmed() throws IOException {
    try (RunningBroker dies = broker()) {
      dies.client().publishAndAwait("q", bodies(0, 200));
      NativeClient consumer = dies.client().send(new Frame.Bind("q", "", false, 10));
      consumer.expect(Frame.BindOk.class);
      for (int i = 0; i < 100; i++) {
        consumer.ack(consumer.push());
      }
      await().atMost(DEADLINE).until(() -> acked(100));

      // From here on the first one writes nothing any more, as if it were dead.
      try (RunningBroker next = broker()) {
        List<String> bodies = next.client().bind("q").bodies(100);
        assertThat(bodies).containsExactly(bodies(100, 200));

        NativeClient late = dies.client().publish("q", "too late");
        assertThat(late.expect(Frame.Fault.class).code()).isEqualTo(500);
        assertThat(next.facts("q").unacknowledged()).isEqualTo(100);
      }
    } catch (IOException notAllIsWritten) {
      assertThat(notAllIsWritten).hasStackTraceContaining("another broker has opened the store");
    }
  }

  /** Whether the server knows of so many acks. */
  private boolean acked(int count) {
    return redis.command("HLEN", "{millrace}:messages:queue 1:/ q").equals(200 - count + "");
  }

  @Test
  void waitsForAServerThatWasKilledAndGoesOn() throws IOException {
    try (RunningBroker broker = broker()) {
      NativeClient client = broker.client();
      client.publishAndAwait("q", bodies(0, 50));

      redis.kill();
      client.publish("q", bodies(50, 100));
      await().atMost(DEADLINE).until(() -> broker.facts("q").ready() == 100);
      redis.start();

      for (int i = 50; i < 100; i++) {
        client.expect(Frame.PublishOk.class);
      }
    }

    try (RunningBroker broker = broker()) {
      assertThat(broker.client().bind("q").bodies(100)).containsExactly(bodies(0, 100));
    }
  }

  @Test
  void aServerThatHasForgottenWhatItAcknowledgedIsFoundOut() throws IOException {
    try (RedisServer forgets = RedisServer.builder().option("save \"\"").build()) {
      forgets.start();
      try (RunningBroker broker = new RunningBroker(settings(at(forgets)))) {
        NativeClient client = broker.client();
        client.publishAndAwait("q", bodies(0, 10));

        forgets.restart();

        assertThat(client.publish("q", "one more").expect(Frame.Fault.class).code()).isEqualTo(500);
      } catch (IOException notAllIsWritten) {
        assertThat(notAllIsWritten).hasStackTraceContaining("another broker has opened the store");
      }
    }
  }

  @Test
  void snapshotsKeepTheLogShort() throws IOException {
    int rounds = 10;
    try (RunningBroker broker = broker()) {
      NativeClient client = broker.client().bind("q");
      for (int round = 0; round < rounds; round++) {
        client.publish("q", bodies(0, 1000));
        for (int i = 0; i < 1000; i++) {
          client.ack(client.push());
          client.expect(Frame.PublishOk.class);
        }
      }
      client.publish("q", "last");
      client.expect(Frame.PublishOk.class);
      assertThat(Integer.parseInt(redis.command("LLEN", "{millrace}:log:queue 1:/ q")))
          .isLessThan(17_000);
    }

    try (RunningBroker broker = broker()) {
      assertThat(redis.command("LLEN", "{millrace}:log:queue 1:/ q")).isEqualTo("0");
      assertThat(broker.client().bind("q").bodies(1)).containsExactly("last");
    }
  }

  @Test
  void aQueueThatWasDeletedStaysSoAndItsNameIsFree() throws IOException {
    try (RunningBroker broker = broker()) {
      broker.client().publishAndAwait("q", "old");
      var host = broker.broker.virtualHosts().host("/").orElseThrow();
      host.deleteQueue("q", 0, DeleteCondition.NONE).join();
      broker.client().publishAndAwait("q", "new");
    }

    try (RunningBroker broker = broker()) {
      assertThat(broker.facts("q").ready()).isOne();
      assertThat(broker.client().bind("q").bodies(1)).containsExactly("new");
    }
  }

  @Test
  void messagesHaveSoMuchMemoryAndNoMore() throws IOException {
    RedisSettings small = at(redis).withKeyPrefix("small").withMemory(1 << 20);
    try (RunningBroker broker = new RunningBroker(settings(small))) {
      NativeClient client = broker.client();
      String large = "x".repeat(100_000);
      List<Frame> answers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        answers.add(client.publish("q", large).expect(Frame.class));
      }

      assertThat(answers.get(19))
          .isInstanceOfSatisfying(
              Frame.Fault.class, fault -> assertThat(fault.code()).isEqualTo(507));
      NativeClient consumer = broker.client().bind("q");
      long taken = answers.stream().filter(Frame.PublishOk.class::isInstance).count();
      assertThat(taken).isEqualTo(11);
      for (int i = 0; i < taken; i++) {
        consumer.ack(consumer.push());
      }
      await().atMost(DEADLINE).until(() -> broker.facts("q").unacknowledged() == 0);
      client.publishAndAwait("q", large);
    }
  }

  @Test
  void saysWhatIsWrongWithTheServer() {
    redis.command("SET", "{millrace}:format", "9");

    assertThatThrownBy(() -> RedisStore.open(at(redis)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("format '9'");
    redis.stop();
    assertThatThrownBy(() -> RedisStore.open(at(redis)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot be reached");
  }
}
