package io.millrace.broker.protocol.moonmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.server.BrokerSettings;
import io.millrace.broker.vhost.HostSettings;
import io.millrace.broker.vhost.PublishLimits;
import io.millrace.client.codec.Frame;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class BoundsTest {
  private static final MoonmqSettings OPEN = MoonmqSettings.DEFAULT.withoutAuthentication();
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final int MEBIBYTE = 1 << 20;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aClientThatDoesNotReadGetsBytesOnlyAsFarAsSocketsTakeThem(boolean noAck) throws Exception {
    int messages = 60;
    try (RunningBroker broker = new RunningBroker()) {
      NativeClient slow = broker.clientThatDoesNotRead();
      slow.send(new Frame.Bind("q", "", noAck, 65_535));
      NativeClient publisher = broker.client();
      String large = "x".repeat(MEBIBYTE);
      for (int i = 0; i < messages; i++) {
        publisher.publishAndAwait("q", large);
      }
      publisher.bind("other").publishAndAwait("other", "others are not held up");
      publisher.push();

      assertThat(broker.facts("q").ready()).isGreaterThan(messages / 2);
      slow.startReading();
      for (int i = 0; i < messages; i++) {
        assertThat(slow.push().body()).hasSize(MEBIBYTE);
      }
    }
  }

  @Test
  void manyShortConnectionsHarmNobody() throws Exception {
    try (RunningBroker broker = new RunningBroker()) {
      NativeClient good = broker.client().bind("q");
      for (int round = 0; round < 20; round++) {
        for (int i = 0; i < 100; i++) {
          try (NativeClient brief = NativeClient.connectWithoutReading(broker.endpoint())) {
            switch (i % 4) {
              case 0 -> brief.write(ByteBuffer.wrap(new byte[3]));
              case 1 -> brief.write(ByteBuffer.wrap(new byte[8]));
              case 2 -> brief.send(new Frame.Bind("brief", "", false, 0));
              default -> {}
            }
          }
        }
        good.publishAndAwait("q", "m" + round);
        good.ack(good.push());
      }

      await().atMost(DEADLINE).untilAsserted(() -> assertThat(broker.broker.connections()).isOne());
      await()
          .atMost(DEADLINE)
          .untilAsserted(() -> assertThat(broker.facts("q").unacknowledged()).isZero());
    }
  }

  @Test
  void whatDoesNotFitIntoMemoryIsRefusedUntilThereIsRoom() throws Exception {
    HostSettings small =
        new HostSettings(Duration.ofMinutes(1), 4 * MEBIBYTE, PublishLimits.DEFAULT);
    BrokerSettings settings = BrokerSettings.embedded().withHosts(small).withMoonmq(OPEN);
    try (RunningBroker broker = new RunningBroker(settings)) {
      NativeClient publisher = broker.client();
      String large = "x".repeat(MEBIBYTE);
      int taken = 0;
      Frame answer = publisher.publish("q", large).expect(Frame.class);
      while (answer instanceof Frame.PublishOk) {
        taken++;
        answer = publisher.publish("q", large).expect(Frame.class);
      }

      assertThat(((Frame.Fault) answer).code()).isEqualTo(507);
      assertThat(taken).isBetween(2, 5);
      publisher.publishAndAwait("other", large);

      NativeClient consumer = broker.client().bind("q");
      for (int i = 0; i < taken; i++) {
        consumer.ack(consumer.push());
      }
      await().atMost(DEADLINE).until(() -> broker.facts("q").unacknowledged() == 0);
      publisher.publishAndAwait("q", large);
    }
  }

  @Test
  void aLargeBodyIsOnlyTakenFromWhoHasLoggedIn() throws Exception {
    ByteBuffer large = ByteBuffer.allocate(8).putInt(4 + 50 + 5000).putInt(50).flip();
    try (RunningBroker broker = new RunningBroker(MoonmqSettings.DEFAULT)) {
      NativeClient stranger = broker.client();
      stranger.write(large);
      assertThat(stranger.expect(Frame.Fault.class).code()).isEqualTo(413);
      assertThat(stranger.isEnded()).isTrue();

      NativeClient friend = broker.client().logIn();
      friend.expect(Frame.AuthOk.class);
      friend.publishAndAwait("q", "x".repeat(MEBIBYTE));
    }
  }

  @Test
  void halfAFrameIsNotWaitedForForever() throws Exception {
    try (RunningBroker broker = new RunningBroker(OPEN.withKeepalive(Duration.ofMillis(200)))) {
      NativeClient half = broker.client();
      half.write(ByteBuffer.wrap(new byte[] {0, 0, 1, 0, 0, 0}));

      assertThat(half.expect(Frame.Fault.class).code()).isEqualTo(408);
      assertThat(half.isEnded()).isTrue();
    }
  }

  @Test
  void aPublisherThatIsHeldUpIsNotTakenForASilentOne() throws Exception {
    QueueRules rules = QueueRules.DEFAULT.withMaxQueueSize(1).withOverflow(QueueOverflow.BLOCK);
    HostSettings few =
        new HostSettings(Duration.ofMinutes(1), MEBIBYTE, new PublishLimits(4, MEBIBYTE));
    MoonmqSettings impatient = OPEN.withQueues(rules).withKeepalive(Duration.ofSeconds(1));
    try (RunningBroker broker =
        new RunningBroker(BrokerSettings.embedded().withHosts(few).withMoonmq(impatient))) {
      NativeClient publisher = broker.client();
      publisher.publishAndAwait("q", "1").publish("q", "2", "3", "4", "5", "6", "7");
      for (int i = 0; i < 2; i++) {
        NativeClient silent = broker.client();
        assertThat(silent.expect(Frame.Fault.class).code()).isEqualTo(408);
      }

      NativeClient consumer = broker.client();
      consumer.send(new Frame.Bind("q", "", true, 0));
      await()
          .atMost(DEADLINE)
          .until(() -> consumer.send(Frame.Heartbeat.PLAIN).pushesWaiting() == 7);
      for (int i = 0; i < 6; i++) {
        publisher.expect(Frame.PublishOk.class);
      }
    }
  }
}
