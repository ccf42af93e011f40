package io.millrace.broker.protocol.moonmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.server.Broker;
import io.millrace.broker.server.BrokerSettings;
import io.millrace.broker.server.TlsSettings;
import io.millrace.broker.transport.Endpoint;
import io.millrace.broker.transport.TlsFiles;
import io.millrace.client.codec.Frame;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class TlsTest {
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final String FIRST = "CN=first.test.millrace.io";
  private static final String SECOND = "CN=second.test.millrace.io";

  @TempDir private Path directory;
  private Path certificate;
  private Path key;

  @BeforeEach
  void haveTheFirstCertificate() throws IOException {
    certificate = directory.resolve("broker.crt");
    key = directory.resolve("broker.key");
    use("first.crt", certificate);
    use("first.key", key);
  }

  @Test
  void talksAsWithoutAndTakesPasswords() throws Exception {
    try (Broker broker = Broker.start(settings());
        NativeClient client = NativeClient.over(connect(broker, "first.crt"))) {
      client.logIn().expect(Frame.AuthOk.class);
      client.bind("q").publishAndAwait("q", "a", "x".repeat(1 << 20));

      assertThat(client.bodies(2).get(1)).hasSize(1 << 20);
      client.send(new Frame.AuthOk());
      assertThat(client.expect(Frame.Fault.class).code()).isEqualTo(400);
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void newCertificatesAreReadWithoutARestart() throws Exception {
    try (Broker broker = Broker.start(settings());
        TlsChannel before = connect(broker, "first.crt");
        NativeClient client = NativeClient.over(before)) {
      client.logIn().expect(Frame.AuthOk.class);
      assertThat(before.subject()).isEqualTo(FIRST);

      use("second.crt", certificate);
      use("second.key", key);

      await()
          .atMost(DEADLINE)
          .ignoreExceptionsInstanceOf(SSLException.class)
          .untilAsserted(
              () -> {
                try (TlsChannel after = connect(broker, "second.crt")) {
                  assertThat(after.subject()).isEqualTo(SECOND);
                }
              });
      client.bind("q").publishAndAwait("q", "the old connection goes on");
    }
  }

  @Test
  void filesThatDoNotFitTogetherAreNotUsed() throws Exception {
    try (Broker broker = Broker.start(settings())) {
      use("second.crt", certificate);
      assertThat(subjectAfterSomeRereads(broker)).isEqualTo(FIRST);

      Files.delete(certificate);
      assertThat(subjectAfterSomeRereads(broker)).isEqualTo(FIRST);
    }
  }

  /** Each connection takes longer than a reread. */
  private String subjectAfterSomeRereads(Broker broker) throws Exception {
    String subject = "";
    for (int i = 0; i < 20; i++) {
      try (TlsChannel channel = connect(broker, "first.crt")) {
        subject = channel.subject();
      }
    }
    return subject;
  }

  @Test
  void doesNotStartWithFilesThatItCannotUseAndSaysWhichAndWhy() throws Exception {
    use("second.key", key);
    assertThatThrownBy(() -> Broker.start(settings()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("broker.key is not that of");

    Files.writeString(key, "-----BEGIN RSA PRIVATE KEY-----");
    assertThatThrownBy(() -> Broker.start(settings())).hasMessageContaining("openssl pkcs8");

    Files.writeString(certificate, "no certificate");
    assertThatThrownBy(() -> Broker.start(settings())).hasMessageContaining("broker.crt");

    Files.delete(certificate);
    assertThatThrownBy(() -> Broker.start(settings())).hasMessageContaining("broker.crt");
  }

  @Test
  void aClientWithoutTlsIsClosedAndHarmsNobody() throws Exception {
    try (Broker broker = Broker.start(settings());
        NativeClient good = NativeClient.over(connect(broker, "first.crt"));
        NativeClient plain = NativeClient.connect(broker.tlsEndpoints().get(0))) {
      plain.write(ByteBuffer.wrap(new byte[100]));

      assertThat(plain.isEnded()).isTrue();
      good.logIn().expect(Frame.AuthOk.class);
    }
  }

  private BrokerSettings settings() {
    return BrokerSettings.embedded()
        .withTls(
            new TlsSettings(
                new TlsFiles(certificate, key).rereadEvery(Duration.ofMillis(20)),
                List.of(Endpoint.loopback(0))));
  }

  private TlsChannel connect(Broker broker, String trusted)
      throws IOException, GeneralSecurityException {
    InetSocketAddress address = (InetSocketAddress) broker.tlsEndpoints().get(0).address();
    Path copy = directory.resolve("trusted.crt");
    use(trusted, copy);
    return TlsChannel.connect(address.getPort(), copy);
  }

  private static void use(String resource, Path as) throws IOException {
    try (var pem = TlsTest.class.getResourceAsStream("/tls/" + resource)) {
      Path fresh = as.resolveSibling(as.getFileName() + ".new");
      Files.copy(pem, fresh, StandardCopyOption.REPLACE_EXISTING);
      Files.move(fresh, as, StandardCopyOption.ATOMIC_MOVE);
    }
  }
}
