package io.millrace.broker.protocol.amqp.connection;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.protocol.amqp.RawClient;
import io.millrace.broker.protocol.amqp.codec.ConnectionStart;
import io.millrace.broker.protocol.amqp.codec.ConnectionTune;
import io.millrace.broker.server.Broker;
import io.millrace.broker.server.BrokerSettings;
import io.millrace.broker.transport.Endpoint;
import io.millrace.broker.transport.TrustedProxies;
import java.io.IOException;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients behind a load balancer, which says by the PROXY protocol whose connection it is. */
@Timeout(120)
class ProxiedClientTest {
  private static final TrustedProxies LOOPBACK = TrustedProxies.parse("127.0.0.0/8");

  /** Signature, then version 2 and PROXY, TCP over IPv4, 12 bytes: addresses and ports. */
  private static final byte[] VERSION_2 =
      HexFormat.of()
          .parseHex(
              "0d0a0d0a000d0a515549540a" + "2111000c" + "c0000207" + "7f000001" + "d431" + "1628");

  /** The same from an address of IPv6. */
  private static final byte[] VERSION_2_IPV6 =
      HexFormat.of()
          .parseHex(
              "0d0a0d0a000d0a515549540a"
                  + "21210024"
                  + "20010db8000000000000000000000007"
                  + "00000000000000000000000000000001"
                  + "d4311628");

  /** Version 2, LOCAL: the proxy speaks for itself. */
  private static final byte[] LOCAL =
      HexFormat.of().parseHex("0d0a0d0a000d0a515549540a" + "20000000");

  static Stream<byte[]> fromFarAway() {
    return Stream.of(
        "PROXY TCP4 192.0.2.7 127.0.0.1 54321 5672\r\n".getBytes(US_ASCII),
        "PROXY TCP6 2001:db8::7 ::1 54321 5672\r\n".getBytes(US_ASCII),
        VERSION_2,
        VERSION_2_IPV6);
  }

  @ParameterizedTest
  @MethodSource("fromFarAway")
  void theClientsOwnAddressCounts(byte[] header) throws IOException {
    try (Broker broker = start(LOOPBACK);
        RawClient client = RawClient.connect(broker.amqpEndpoints().get(0))) {
      client.write(header).hello();
      client.expect(ConnectionStart.class);
      client.startOk("PLAIN", RawClient.plain("guest", "guest"));

      client.expectClose(403); // It comes from this machine only.
    }
  }

  static Stream<byte[]> fromHere() {
    return Stream.of(
        "PROXY TCP4 127.0.0.1 127.0.0.1 54321 5672\r\n".getBytes(US_ASCII),
        "PROXY UNKNOWN\r\n".getBytes(US_ASCII),
        LOCAL);
  }

  @ParameterizedTest
  @MethodSource("fromHere")
  void aClientThatIsHereIsAsNear(byte[] header) throws IOException {
    try (Broker broker = start(LOOPBACK);
        RawClient client = RawClient.connect(broker.amqpEndpoints().get(0))) {
      client.write(header).hello();
      client.expect(ConnectionStart.class);
      client.startOk("PLAIN", RawClient.plain("guest", "guest"));

      client.expect(ConnectionTune.class);
      client.tune(1, 4096, 0).enter("/").channel(1);
    }
  }

  @Test
  void theHeaderMayComeByteByByte() throws IOException {
    try (Broker broker = start(LOOPBACK);
        RawClient client = RawClient.connect(broker.amqpEndpoints().get(0))) {
      for (byte each : VERSION_2) {
        client.write(new byte[] {each});
      }
      client.hello().expect(ConnectionStart.class);
    }
  }

  @Test
  void aTrustedProxyHasToSayForWhom() throws IOException {
    try (Broker broker = start(LOOPBACK);
        RawClient client = RawClient.connect(broker.amqpEndpoints().get(0))) {
      client.hello();

      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void nobodyElseMayPretendToComeFromSomewhereElse() throws IOException {
    try (Broker broker = start(TrustedProxies.parse("10.0.0.0/8,::1"));
        RawClient client = RawClient.connect(broker.amqpEndpoints().get(0))) {
      client.write(VERSION_2).hello();

      assertThat(client.rest()).isEqualTo("AMQP\0\0\11\1");
    }
  }

  private static Broker start(TrustedProxies proxies) throws IOException {
    return Broker.start(
        BrokerSettings.embedded()
            .withProxies(proxies)
            .withAmqp(AmqpSettings.DEFAULT.withEndpoints(Endpoint.loopback(0))));
  }
}
