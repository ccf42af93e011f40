package io.millrace.client;

import static io.millrace.client.Bodies.bytes;
import static io.millrace.client.Bodies.failure;
import static io.millrace.client.Bodies.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.broker.server.Broker;
import io.millrace.broker.server.BrokerSettings;
import io.millrace.broker.server.TlsSettings;
import io.millrace.broker.transport.Endpoint;
import io.millrace.broker.transport.TlsFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Logging in, and TLS, with a real broker. */
@Timeout(180)
class LoginTest {
  @TempDir private Path directory;
  private Broker broker;

  @BeforeEach
  void start() throws Exception {
    broker =
        Broker.start(
            BrokerSettings.embedded()
                .withTls(
                    new TlsSettings(
                        new TlsFiles(pem("first.crt"), pem("first.key")),
                        List.of(Endpoint.loopback(0)))));
  }

  @AfterEach
  void stop() throws Exception {
    broker.close();
  }

  @ParameterizedTest
  @EnumSource
  void letsAUserInWithEachMechanism(Mechanism mechanism) throws Exception {
    try (MillraceClient client =
        MillraceClient.builder()
            .address(broker.endpoints().get(0).toString())
            .user("guest", "guest")
            .mechanism(mechanism)
            .build()) {
      assertThat(get(client.publishDirect("q", bytes("m")))).isPositive();
      client.bind("q").close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aWrongPasswordIsAWrongPassword(Mechanism mechanism) throws Exception {
    try (MillraceClient client =
        MillraceClient.builder()
            .address(broker.endpoints().get(0).toString())
            .user("guest", "wrong")
            .mechanism(mechanism)
            .build()) {
      assertThat(failure(client.publishDirect("q", bytes("m"))))
          .isInstanceOfSatisfying(
              RefusedException.class, refused -> assertThat(refused.code()).isEqualTo(401));
    }
  }

  @Test
  void talksWithTlsToABrokerThatItTrusts() throws Exception {
    try (MillraceClient client = withTls("first.crt").build();
        Binding binding = client.bind("q")) {
      byte[] body = new byte[1 << 20];
      get(client.publishDirect("q", body));
      assertThat(Bodies.next(binding).body()).isEqualTo(body);
    }
  }

  @Test
  void doesNotTalkToABrokerThatItDoesNotTrust() throws Exception {
    try (MillraceClient client = withTls("second.crt").build()) {
      assertThat(failure(client.publishDirect("q", bytes("m"))))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("127.0.0.1");
    }
  }

  @Test
  void saysWhichFileItCannotTrust() throws Exception {
    Path broken = Files.writeString(directory.resolve("broken.pem"), "no certificate");
    assertThatThrownBy(() -> MillraceClient.builder().tls(broken))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("broken.pem");
    assertThatThrownBy(() -> MillraceClient.builder().tls(directory.resolve("absent.pem")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("absent.pem");
  }

  private MillraceClientBuilder withTls(String trusted) throws IOException {
    return MillraceClient.builder()
        .address(broker.tlsEndpoints().get(0).toString())
        .user("guest", "guest")
        .tls(pem(trusted));
  }

  private Path pem(String name) throws IOException {
    Path file = directory.resolve(name);
    try (var resource = LoginTest.class.getResourceAsStream("/tls/" + name)) {
      Files.write(file, resource.readAllBytes());
    }
    return file;
  }
}
