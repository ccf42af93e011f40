package io.millrace.broker.protocol.moonmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.message.HeaderValue;
import io.millrace.broker.server.BrokerSettings;
import io.millrace.broker.transport.Endpoint;
import io.millrace.broker.vhost.QueueArgument;
import io.millrace.client.codec.Confirm;
import io.millrace.client.codec.Frame;
import io.millrace.client.codec.FrameLimits;
import io.millrace.client.codec.PublishType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BadClientTest {
  private static final MoonmqSettings OPEN = MoonmqSettings.DEFAULT.withoutAuthentication();

  @Test
  void everyMalformedFrameIsAnsweredAndEndsTheConnection() throws Exception {
    try (RunningBroker broker =
        new RunningBroker(OPEN.withLimits(new FrameLimits(1000, 200, 20)))) {
      NativeClient good = broker.client().bind("q");
      for (ByteBuffer malformed :
          List.of(
              bytes(3, 0, ""),
              bytes(-1, 0, ""),
              bytes(2000, 0, ""),
              bytes(10, 11, ""),
              bytes(300, 250, ""),
              bytes(1200, 20, ""),
              frame(""),
              frame("{}"),
              frame("{\"method\":99}"),
              frame("{\"method\":10020}}"),
              frame("{\"method\":20,\"fields\":{\"queue\":\"\"}}"),
              frame("{\"method\":20,\"fields\":{\"queue\":\"a name of 21 bytes...\"}}"),
              frame("{\"method\":10,\"fields\":{\"queue\":\"q\",\"pub_type\":\"all\"}}"))) {
        NativeClient bad = broker.client();
        bad.publishAndAwait("q", "before");
        bad.write(malformed);
        assertThat(bad.expect(Frame.Fault.class).code()).isIn(400, 413);
        assertThat(bad.isEnded()).isTrue();
        assertThat(good.bodies(1)).containsExactly("before");
      }
      assertThat(good.isOpen()).isTrue();
    }
  }

  @Test
  void aFrameOverTheLimitIsRefusedBeforeItsBodyComes() throws Exception {
    try (RunningBroker broker = new RunningBroker(OPEN)) {
      NativeClient client = broker.client();
      client.write(bytes(17 << 20, 50, ""));
      assertThat(client.expect(Frame.Fault.class).code()).isEqualTo(413);
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void whatIsForBrokersToSendEndsTheConnection() throws Exception {
    try (RunningBroker broker = new RunningBroker()) {
      for (Frame frame :
          List.of(
              new Frame.AuthOk(),
              new Frame.PublishOk(1),
              new Frame.BindOk("q", Frame.BindOk.NOT_SAID),
              new Frame.UnbindOk("q"),
              new Frame.Fault(400, 10, ""),
              new Frame.Push("q", 1, "", false, 0, new byte[1]))) {
        NativeClient client = broker.client();
        client.send(frame);
        assertThat(client.expect(Frame.Fault.class).code()).isEqualTo(400);
        assertThat(client.isEnded()).isTrue();
      }
    }
  }

  @Test
  void nothingIsDoneForWhoHasNotLoggedIn() throws Exception {
    try (RunningBroker broker = new RunningBroker(MoonmqSettings.DEFAULT)) {
      for (Frame frame :
          List.of(
              Frame.Publish.direct("q", "", new byte[1]),
              new Frame.Bind("q", "", false, 0),
              new Frame.Unbind(""),
              new Frame.Ack("q", 1),
              Frame.Heartbeat.PLAIN)) {
        NativeClient client = broker.client();
        client.send(frame);
        assertThat(client.expect(Frame.Fault.class).code()).isEqualTo(401);
        assertThat(client.isEnded()).isTrue();
      }
      assertThat(broker.broker.virtualHosts().host("/").orElseThrow().queues()).isEmpty();
    }
  }

  @Test
  void whoKnowsThePasswordIsLetInAndNobodyElse() throws Exception {
    try (RunningBroker broker = new RunningBroker(MoonmqSettings.DEFAULT)) {
      NativeClient friend = broker.client().logIn();
      friend.publish("q", "pipelined");
      friend.expect(Frame.AuthOk.class);
      friend.expect(Frame.PublishOk.class);

      NativeClient stranger = broker.client().logIn("guess");
      assertThat(stranger.expect(Frame.Fault.class).code()).isEqualTo(401);
      assertThat(stranger.isEnded()).isTrue();

      NativeClient old = broker.client();
      old.send(new Frame.Auth("", "5f4dcc3b5aa765d61d8327deb882cf99".getBytes(UTF_8)));
      assertThat(old.expect(Frame.Fault.class).code()).isEqualTo(400);
      assertThat(old.isEnded()).isTrue();
    }
  }

  @Test
  void anAckOfAQueueThatIsNotBoundIsRefused() throws Exception {
    try (RunningBroker broker = new RunningBroker()) {
      NativeClient client = broker.client();
      client.send(new Frame.Ack("q", 1), new Frame.Ack("", 1));
      assertThat(client.expect(Frame.Fault.class)).isEqualTo(fault(403, 10_040));
      assertThat(client.expect(Frame.Fault.class)).isEqualTo(fault(403, 10_040));
      assertThat(client.isOpen()).isTrue();
    }
  }

  private static Frame.Fault fault(int code, int ref) {
    return new Frame.Fault(code, ref, "the queue is not bound");
  }

  @Test
  void nobodyAcksTheMessageOfAnother() throws Exception {
    try (RunningBroker broker = new RunningBroker()) {
      NativeClient holder = broker.client().bind("q");
      holder.publishAndAwait("q", "a");
      Frame.Push push = holder.push();
      NativeClient other = broker.client().bind("q");

      other.ack(push).publishAndAwait("elsewhere", "b");

      assertThat(broker.facts("q").unacknowledged()).isEqualTo(1);
      assertThat(broker.broker.unknownAcks()).isEqualTo(1);
      holder.ack(push);
      await().until(() -> broker.facts("q").unacknowledged() == 0);
    }
  }

  @Test
  void aRefusedPublishIsAnErrorAndTheConnectionGoesOn() throws Exception {
    QueueRules rules =
        QueueRules.DEFAULT
            .with(QueueArgument.MAX_LENGTH, HeaderValue.of(2))
            .with(QueueArgument.OVERFLOW, HeaderValue.of("reject-publish"));
    try (RunningBroker broker = new RunningBroker(OPEN.withQueues(rules))) {
      NativeClient client = broker.client();
      client.publishAndAwait("q", "1", "2").publish("q", "3");
      Frame.Fault full = client.expect(Frame.Fault.class);
      assertThat(full.code()).isEqualTo(507);
      assertThat(full.ref()).isEqualTo(10);

      client.publish("q", "");
      assertThat(client.expect(Frame.Fault.class).code()).isEqualTo(400);
      client.send(
          new Frame.Publish("q", "", PublishType.DIRECT, Confirm.QUORUM, 0, 0, new byte[1]));
      assertThat(client.expect(Frame.Fault.class).code()).isEqualTo(501);
      client.send(Frame.Publish.direct("q".repeat(200), "k".repeat(100), new byte[1]));
      assertThat(client.expect(Frame.Fault.class).code()).isEqualTo(400);
      client.publishAndAwait("other", "4");
    }
  }

  @Test
  void aSilentClientIsDroppedAndABusyOneIsNot() throws Exception {
    try (RunningBroker broker = new RunningBroker(OPEN.withKeepalive(Duration.ofMillis(200)))) {
      NativeClient silent = broker.client();
      NativeClient busy = broker.client();
      long beganMillis = System.currentTimeMillis();
      await()
          .pollInterval(Duration.ofMillis(20))
          .until(
              () -> {
                busy.publishAndAwait("q", "m");
                return System.currentTimeMillis() - beganMillis > 900;
              });
      assertThat(silent.expect(Frame.Fault.class).code()).isEqualTo(408);
      assertThat(silent.isEnded()).isTrue();
      assertThat(busy.isOpen()).isTrue();
    }
  }

  @Test
  void aClientThatDoesNotReadHoldsUpNobodyElseAndGetsNoMore() throws Exception {
    try (RunningBroker broker = new RunningBroker()) {
      NativeClient slow = broker.clientThatDoesNotRead();
      slow.send(new Frame.Bind("q", "", true, 0));
      NativeClient publisher = broker.client();
      String body = "x".repeat(10_000);
      String[] hundred = new String[100];
      Arrays.fill(hundred, body);
      for (int n = 0; n < 50; n++) {
        publisher.publishAndAwait("q", hundred);
      }

      // Sockets and one window have taken some; all else waits in the queue.
      long ready = broker.facts("q").ready();
      assertThat(ready).isGreaterThan(2000);
      NativeClient other = broker.client().bind("other");
      other.publishAndAwait("other", "m");
      assertThat(other.bodies(1)).containsExactly("m");
      assertThat(broker.facts("q").ready()).isEqualTo(ready);

      slow.startReading();
      for (int n = 0; n < 5000; n++) {
        assertThat(slow.push().body()).hasSize(10_000);
      }
    }
  }

  @Test
  void aClientThatDoesNotReadItsRepliesIsNotReadFrom() throws Exception {
    try (RunningBroker broker = new RunningBroker()) {
      NativeClient slow = broker.clientThatDoesNotRead();
      Thread writer =
          new Thread(
              () -> {
                try {
                  while (true) {
                    slow.publish("q", "m", "m", "m", "m", "m", "m", "m", "m");
                  }
                } catch (IOException closed) {
                  Thread.currentThread().interrupt();
                }
              });
      writer.start();

      // What is read stops to grow, because the writer cannot go on.
      await().until(() -> broker.facts("q").ready() > 10_000);
      long[] seen = new long[1];
      await()
          .pollInterval(Duration.ofMillis(500))
          .until(
              () -> {
                long now = broker.facts("q").ready();
                boolean still = now == seen[0];
                seen[0] = now;
                return still;
              });
      slow.close();
      writer.join();
    }
  }

  @Test
  void aConnectionTooManyIsClosedAtOnce() throws Exception {
    BrokerSettings settings =
        BrokerSettings.embedded().withEndpoints(2, Endpoint.loopback(0)).withMoonmq(OPEN);
    try (RunningBroker broker = new RunningBroker(settings)) {
      NativeClient first = broker.client().bind("q");
      broker.client().bind("q");
      assertThat(broker.client().isEnded()).isTrue();

      first.close();
      await().until(() -> broker.broker.connections() == 1);
      broker.client().bind("q");
    }
  }

  private static ByteBuffer frame(String json) {
    return bytes(4 + json.length(), json.length(), json);
  }

  private static ByteBuffer bytes(int total, int headerBytes, String json) {
    return ByteBuffer.allocate(8 + json.length())
        .putInt(total)
        .putInt(headerBytes)
        .put(json.getBytes(UTF_8))
        .flip();
  }
}
