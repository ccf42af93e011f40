package io.millrace.broker.protocol.moonmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.broker.server.Broker;
import io.millrace.broker.server.BrokerSettings;
import io.millrace.broker.store.StoreOptions;
import io.millrace.broker.transport.Endpoint;
import io.millrace.client.codec.Frame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EmbeddedBrokerTest {
  @TempDir private Path directory;

  @Test
  void takesAClientAsSoonAsItIsStarted() throws IOException {
    try (Broker broker = Broker.startEmbedded();
        NativeClient client = NativeClient.connect(broker.endpoints().get(0))) {
      client.logIn().expect(Frame.AuthOk.class);
      client.bind("q").publishAndAwait("q", "a");
      assertThat(client.bodies(1)).containsExactly("a");
    }
  }

  @Test
  void whatWasConfirmedIsThereAfterARestart() throws Exception {
    String[] bodies = IntStream.range(0, 10_000).mapToObj(n -> "m" + n).toArray(String[]::new);
    long lastId;
    try (RunningBroker broker = stored()) {
      NativeClient client = broker.client();
      client.publishAndAwait("q", bodies).publish("q", "last");
      lastId = client.expect(Frame.PublishOk.class).messageId();
    }

    try (RunningBroker broker = stored()) {
      NativeClient client = broker.client();
      client.publish("other", "first of this run");
      assertThat(client.expect(Frame.PublishOk.class).messageId()).isGreaterThan(lastId);
      client.send(new Frame.Bind("q", "", true, 0)).expect(Frame.BindOk.class);
      assertThat(client.bodies(10_000)).containsExactly(bodies);
      assertThat(client.push().messageId()).isEqualTo(lastId);
    }
  }

  private RunningBroker stored() throws IOException {
    return new RunningBroker(
        BrokerSettings.embedded()
            .withDataDirectory(directory)
            .withStore(StoreOptions.DEFAULTS.withLowestFree(0))
            .withMoonmq(MoonmqSettings.DEFAULT.withoutAuthentication()));
  }

  @Test
  void listensOnAUnixSocketAndRemovesItsFile() throws Exception {
    Path socket = directory.resolve("broker.sock");
    BrokerSettings settings =
        BrokerSettings.embedded()
            .withEndpoints(10, Endpoint.parse(socket.toString()))
            .withMoonmq(MoonmqSettings.DEFAULT.withoutAuthentication());
    try (RunningBroker broker = new RunningBroker(settings)) {
      NativeClient client = broker.client().bind("q");
      client.publishAndAwait("q", "a");
      assertThat(client.bodies(1)).containsExactly("a");
      assertThatThrownBy(() -> Broker.start(settings)).isInstanceOf(IOException.class);
    }
    assertThat(socket).doesNotExist();
  }

  @Test
  void aFileThatIsNoSocketIsLeftAlone() throws IOException {
    Path file = Files.writeString(directory.resolve("precious"), "bytes");

    assertThatThrownBy(
            () ->
                Broker.start(
                    BrokerSettings.embedded().withEndpoints(10, Endpoint.parse(file.toString()))))
        .isInstanceOf(IOException.class);

    assertThat(file).hasContent("bytes");
  }

  @Test
  void closingTwiceIsHarmless() throws IOException {
    Broker broker = Broker.startEmbedded();
    broker.close();
    broker.close();
    assertThatThrownBy(() -> NativeClient.connect(broker.endpoints().get(0)))
        .isInstanceOf(IOException.class);
  }
}
