package io.millrace.client;

import io.millrace.broker.protocol.moonmq.MoonmqSettings;
import io.millrace.broker.server.Broker;
import io.millrace.broker.server.BrokerSettings;
import io.millrace.broker.store.StoreOptions;
import io.millrace.broker.transport.Endpoint;
import io.millrace.testkit.server.LoopbackPorts;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** A broker that can be stopped and started again at the same address, with clients to it. */
public final class TestBroker implements AutoCloseable {
  private final BrokerSettings settings;
  private final String address;
  private Broker broker;

  private TestBroker(BrokerSettings settings, String address) throws IOException {
    this.settings = settings;
    this.address = address;
    this.broker = Broker.start(settings);
  }

  /** In memory, as users get it. */
  public static TestBroker inMemory() throws IOException {
    return inMemory(moonmq -> moonmq);
  }

  public static TestBroker inMemory(UnaryOperator<MoonmqSettings> rules) throws IOException {
    return start(BrokerSettings.embedded(), rules);
  }

  /** With a data directory. */
  public static TestBroker durable(Path directory, UnaryOperator<MoonmqSettings> rules)
      throws IOException {
    return start(
        BrokerSettings.embedded()
            .withDataDirectory(directory)
            .withStore(StoreOptions.DEFAULTS.withLowestFree(0)),
        rules);
  }

  private static TestBroker start(BrokerSettings settings, UnaryOperator<MoonmqSettings> rules)
      throws IOException {
    int port = LoopbackPorts.free();
    return new TestBroker(
        settings
            .withEndpoints(1_000, Endpoint.loopback(port))
            .withMoonmq(rules.apply(MoonmqSettings.DEFAULT)),
        LoopbackPorts.HOST + ":" + port);
  }

  public String address() {
    return address;
  }

  int port() {
    return broker.endpoints().get(0).address() instanceof InetSocketAddress inet
        ? inet.getPort()
        : 0;
  }

  Broker broker() {
    return broker;
  }

  /** Settings for a client that logs in and loses no time. */
  MillraceClientBuilder client() {
    return clientAt(address);
  }

  static MillraceClientBuilder clientAt(String address) {
    MillraceClientBuilder client = MillraceClient.builder();
    describeTo(client, address);
    return client;
  }

  /** Says how a client gets here. */
  public void describeTo(MillraceClientBuilder client) {
    describeTo(client, address);
  }

  private static void describeTo(MillraceClientBuilder client, String address) {
    client
        .address(address)
        .user("guest", "guest")
        .timeout(Duration.ofSeconds(30))
        .pauses(Duration.ofMillis(20), Duration.ofMillis(200));
  }

  void stop() throws IOException {
    broker.close();
  }

  void startAgain() throws IOException {
    broker = Broker.start(settings);
  }

  @Override
  public void close() throws IOException {
    broker.close();
  }
}
