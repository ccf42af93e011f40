package io.millrace.broker.protocol.amqp.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.message.Octets;
import io.millrace.broker.protocol.amqp.RawClient;
import io.millrace.broker.protocol.amqp.codec.ChannelClose;
import io.millrace.broker.protocol.amqp.codec.ChannelCloseOk;
import io.millrace.broker.protocol.amqp.codec.ChannelOpen;
import io.millrace.broker.protocol.amqp.codec.ConnectionClose;
import io.millrace.broker.protocol.amqp.codec.ConnectionCloseOk;
import io.millrace.broker.protocol.amqp.codec.ConnectionOpen;
import io.millrace.broker.protocol.amqp.codec.ConnectionUpdateSecret;
import io.millrace.broker.protocol.amqp.codec.ConnectionUpdateSecretOk;
import io.millrace.broker.protocol.amqp.codec.QueueDeclare;
import io.millrace.broker.server.Broker;
import io.millrace.broker.server.BrokerSettings;
import io.millrace.broker.transport.Endpoint;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a connection may and may not be asked for, and how it ends. */
@Timeout(120)
class ConnectionRulesTest {
  private Broker broker;

  @BeforeEach
  void start() throws IOException {
    broker =
        Broker.start(
            BrokerSettings.embedded()
                .withAmqp(AmqpSettings.DEFAULT.withEndpoints(Endpoint.loopback(0))));
  }

  @AfterEach
  void stop() throws IOException {
    broker.close();
  }

  private RawClient open() throws IOException {
    return RawClient.open(broker.amqpEndpoints().get(0));
  }

  /** A step of a client that does something wrong. */
  @FunctionalInterface
  interface Wrong {
    void run(RawClient client) throws IOException;
  }

  static Stream<Arguments> endsTheConnection() {
    return Stream.of(
        wrong(
            "a second channel.open", 504, client -> client.channel(1).send(1, ChannelOpen.DEFAULT)),
        wrong("a channel that is not open", 504, client -> client.send(7, QueueDeclare.DEFAULT)),
        wrong(
            "close of a channel that is not open",
            504,
            client -> client.send(7, ChannelClose.DEFAULT)),
        wrong(
            "close-ok of a channel that nobody has closed",
            503,
            client -> client.channel(1).send(1, ChannelCloseOk.DEFAULT)),
        wrong(
            "a method of channels on channel 0",
            504,
            client -> client.send(0, QueueDeclare.DEFAULT)),
        wrong(
            "connection.open for a second time",
            504,
            client -> client.send(0, new ConnectionOpen("/"))),
        wrong("content on channel 0", 505, client -> client.write(headerFrame(0))),
        wrong("content of a channel that is not open", 504, client -> client.write(headerFrame(3))),
        wrong(
            "a frame of no type",
            501,
            client -> client.write(new byte[] {9, 0, 1, 0, 0, 0, 0, (byte) 0xCE})),
        wrong(
            "a frame that is too long",
            501,
            client -> client.write(new byte[] {1, 0, 1, 0, 2, 0, 1})),
        wrong(
            "a frame without its end",
            501,
            client -> client.write(new byte[] {8, 0, 0, 0, 0, 0, 0, 0})),
        wrong(
            "a class that is not there",
            503,
            client -> client.write(new byte[] {1, 0, 1, 0, 0, 0, 4, 0, 99, 0, 1, (byte) 0xCE})));
  }

  private static Arguments wrong(String what, int code, Wrong wrong) {
    return Arguments.of(what, code, wrong);
  }

  /** A content header of class basic, without a body or properties. */
  private static byte[] headerFrame(int channel) {
    return new byte[] {
      2, 0, (byte) channel, 0, 0, 0, 14, 0, 60, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xCE
    };
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource
  void endsTheConnection(String what, int code, Wrong wrong) throws IOException {
    try (RawClient client = open();
        RawClient other = open()) {
      wrong.run(client);

      client.expectClose(code);
      client.send(0, ConnectionCloseOk.DEFAULT);
      assertThat(client.isEnded()).isTrue();
      other.channel(1);
    }
  }

  @Test
  void opensAsManyChannelsAsWereAgreedOn() throws IOException {
    try (RawClient client = RawClient.greet(broker.amqpEndpoints().get(0))) {
      client.logIn("guest").tune(2, 4096, 0).enter("/").channel(1).channel(2);
      client.send(3, ChannelOpen.DEFAULT);

      assertThat(client.expectClose(530)).contains("negotiated channel_max (2)");
    }
  }

  @Test
  void aNumberIsFreeWhenItsChannelIsClosed() throws IOException {
    try (RawClient client = RawClient.greet(broker.amqpEndpoints().get(0))) {
      client.logIn("guest").tune(1, 4096, 0).enter("/");
      for (int i = 0; i < 3; i++) {
        client.channel(1).send(1, ChannelClose.DEFAULT);
        client.expect(ChannelCloseOk.class);
      }
    }
  }

  @Test
  void saysGoodbye() throws IOException {
    try (RawClient client = open()) {
      client.channel(1).send(0, new ConnectionClose(200, "bye", 0, 0));

      client.expect(ConnectionCloseOk.class);
      assertThat(client.isEnded()).isTrue();
      await().untilAsserted(() -> assertThat(broker.connections()).isZero());
    }
  }

  @Test
  void saysGoodbyeToWhoHasNotComeIn() throws IOException {
    try (RawClient client = RawClient.greet(broker.amqpEndpoints().get(0))) {
      client.logIn("guest").send(0, new ConnectionClose(200, "bye", 0, 0));

      client.expect(ConnectionCloseOk.class);
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void bothMayCloseAtOnce() throws IOException {
    try (RawClient client = open()) {
      client.send(7, QueueDeclare.DEFAULT).send(0, new ConnectionClose(200, "bye", 0, 0));

      client.expectClose(504);
      client.expect(ConnectionCloseOk.class);
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void tellsItsClientsWhenItStops() throws Exception {
    try (RawClient client = open()) {
      client.channel(1);
      CompletableFuture<Void> stopped = CompletableFuture.runAsync(this::stopQuietly);

      assertThat(client.expectClose(320))
          .isEqualTo("CONNECTION_FORCED - broker forced connection closure with reason 'shutdown'");
      client.send(0, ConnectionCloseOk.DEFAULT);
      assertThat(client.isEnded()).isTrue();
      stopped.get();
    }
  }

  private void stopQuietly() {
    try {
      broker.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void takesANewSecret() throws IOException {
    try (RawClient client = open()) {
      client.send(0, new ConnectionUpdateSecret(Octets.of(new byte[] {1}), "it runs out"));

      client.expect(ConnectionUpdateSecretOk.class);
    }
  }

  @Test
  void letsAQuietClientHearThatItIsThere() throws IOException {
    try (RawClient client = RawClient.greet(broker.amqpEndpoints().get(0))) {
      client.logIn("guest").tune(1, 4096, 1).enter("/");

      client.expectHeartbeat();
      client.heartbeat();
      client.expectHeartbeat();
    }
  }

  @Test
  void closesAClientFromWhichNothingComes() throws IOException {
    try (RawClient silent = RawClient.greet(broker.amqpEndpoints().get(0));
        RawClient without = open()) {
      silent.logIn("guest").tune(1, 4096, 1).enter("/");

      assertThat(silent.isEnded()).isTrue();
      without.channel(1); // It asked for no heartbeats.
    }
  }

  @Test
  void keepsAClientThatSendsHeartbeatsAlone() throws IOException {
    try (RawClient client = RawClient.greet(broker.amqpEndpoints().get(0))) {
      client.logIn("guest").tune(1, 4096, 1).enter("/");
      long end = System.nanoTime() + Duration.ofSeconds(4).toNanos();
      while (System.nanoTime() < end) {
        client.expectHeartbeat();
        client.heartbeat();
      }

      client.channel(1);
    }
  }

  @Test
  void aThousandChannelsAreOpenAtOnce() throws IOException {
    try (RawClient client = open()) {
      for (int number = 1; number <= 1000; number++) {
        client.channel(number);
      }
      client.send(0, new ConnectionClose(200, "bye", 0, 0));
      client.expect(ConnectionCloseOk.class);
    }
  }
}
