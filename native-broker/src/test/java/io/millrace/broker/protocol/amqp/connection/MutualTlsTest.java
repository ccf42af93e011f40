package io.millrace.broker.protocol.amqp.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.protocol.amqp.RawClient;
import io.millrace.broker.protocol.amqp.codec.ConnectionStart;
import io.millrace.broker.protocol.amqp.codec.ConnectionTune;
import io.millrace.broker.security.Permissions;
import io.millrace.broker.security.User;
import io.millrace.broker.security.UserLimits;
import io.millrace.broker.server.Broker;
import io.millrace.broker.server.BrokerSettings;
import io.millrace.broker.server.TlsSettings;
import io.millrace.broker.transport.ClientTrust;
import io.millrace.broker.transport.Endpoint;
import io.millrace.broker.transport.TlsFiles;
import io.millrace.broker.vhost.Users;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that say who they are by a certificate. */
@Timeout(120)
class MutualTlsTest {
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  @TempDir private Path directory;

  @Test
  void talksAsWithoutTls() throws Exception {
    try (Broker broker = start(LoginRules.DEFAULT, Optional.empty());
        RawClient client = connect(broker, PemContext.trusting(pem("first.crt")))) {
      assertThat(client.expect(ConnectionStart.class).mechanisms()).doesNotContain("EXTERNAL");
      client.startOk("PLAIN", RawClient.plain("guest", "guest"));
      client.expect(ConnectionTune.class);
      client.tune(1, 4096, 0).enter("/").channel(1);
    }
  }

  @Test
  void letsAUserInByTheNameInItsCertificate() throws Exception {
    try (Broker broker = start(LoginRules.DEFAULT, Optional.of(trust(true)))) {
      addUser(broker, "CN=shop,O=Example");
      try (RawClient client = connect(broker, withCertificate("client"))) {
        assertThat(client.expect(ConnectionStart.class).mechanisms()).contains("EXTERNAL");
        client.startOk("EXTERNAL", new byte[0]);
        client.expect(ConnectionTune.class);
        client.tune(1, 4096, 0).enter("/").channel(1);
      }
    }
  }

  @Test
  void letsAUserInByTheCommonNameAloneIfItIsTo() throws Exception {
    LoginRules rules = LoginRules.DEFAULT.withCertificates(CertificateName.COMMON_NAME);
    try (Broker broker = start(rules, Optional.of(trust(true)))) {
      addUser(broker, "shop");
      try (RawClient client = connect(broker, withCertificate("client"))) {
        client.expect(ConnectionStart.class);
        client.startOk("EXTERNAL", new byte[0]);
        client.expect(ConnectionTune.class);
      }
    }
  }

  @Test
  void doesNotLetInWhoIsNoUser() throws Exception {
    try (Broker broker = start(LoginRules.DEFAULT, Optional.of(trust(true)));
        RawClient client = connect(broker, withCertificate("client"))) {
      client.expect(ConnectionStart.class);
      client.startOk("EXTERNAL", new byte[0]);

      client.expectClose(403);
    }
  }

  @Test
  void asksForACertificateAndTakesAPasswordAsWell() throws Exception {
    try (Broker broker = start(LoginRules.DEFAULT, Optional.of(trust(false)));
        RawClient client = connect(broker, PemContext.trusting(pem("first.crt")))) {
      assertThat(client.expect(ConnectionStart.class).mechanisms()).doesNotContain("EXTERNAL");
      client.startOk("PLAIN", RawClient.plain("guest", "guest"));
      client.expect(ConnectionTune.class);
    }
  }

  @Test
  void turnsAwayWhomNobodyVouchesFor() throws Exception {
    try (Broker broker = start(LoginRules.DEFAULT, Optional.of(trust(true)))) {
      for (PemContext client :
          List.of(withCertificate("stranger"), PemContext.trusting(pem("first.crt")))) {
        assertThatThrownBy(() -> begin(broker, client)).isInstanceOf(IOException.class);
      }
    }
  }

  @Test
  void readsWhoVouchesAnewWithoutARestart() throws Exception {
    Path authorities = directory.resolve("authorities.crt");
    Files.copy(pem("authority.crt"), authorities);
    ClientTrust trust = new ClientTrust(authorities, true);
    try (Broker broker = start(LoginRules.DEFAULT, Optional.of(trust))) {
      assertThatThrownBy(() -> begin(broker, withCertificate("stranger")))
          .isInstanceOf(IOException.class);

      Path fresh = directory.resolve("fresh.crt");
      Files.copy(pem("another.crt"), fresh);
      Files.move(fresh, authorities, StandardCopyOption.ATOMIC_MOVE);

      await()
          .atMost(DEADLINE)
          .ignoreExceptionsInstanceOf(IOException.class)
          .untilAsserted(() -> begin(broker, withCertificate("stranger")));
    }
  }

  @Test
  void doesNotStartWithoutThoseWhoVouch() {
    ClientTrust nobody = new ClientTrust(directory.resolve("none.crt"), true);

    assertThatThrownBy(() -> start(LoginRules.DEFAULT, Optional.of(nobody)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("none.crt");
  }

  /** To the first frame of the broker: in TLS 1.3 a client learns late that it is turned away. */
  private static void begin(Broker broker, PemContext context) throws Exception {
    try (RawClient client = connect(broker, context)) {
      Object start = client.expect(ConnectionStart.class);
      assertThat(start).isNotNull();
    } catch (AssertionError ended) {
      throw new IOException("the broker has ended the connection", ended);
    }
  }

  private static RawClient connect(Broker broker, PemContext context)
      throws IOException, GeneralSecurityException {
    return RawClient.over(context.socket(), broker.amqpTlsEndpoints().get(0)).hello();
  }

  private Broker start(LoginRules rules, Optional<ClientTrust> clients) throws IOException {
    TlsFiles files =
        new TlsFiles(pem("first.crt"), pem("first.key")).rereadEvery(Duration.ofMillis(20));
    return Broker.start(
        BrokerSettings.embedded()
            .withTls(new TlsSettings(clients.map(files::withClients).orElse(files), List.of()))
            .withAmqp(
                AmqpSettings.DEFAULT.withLogins(rules).withTlsEndpoints(Endpoint.loopback(0))));
  }

  private static ClientTrust trust(boolean required) throws IOException {
    return new ClientTrust(pem("authority.crt"), required);
  }

  private static PemContext withCertificate(String name) throws IOException {
    return PemContext.trusting(pem("first.crt")).showing(pem(name + ".crt"), pem(name + ".key"));
  }

  private static void addUser(Broker broker, String name) {
    Users users = broker.virtualHosts().users();
    users.put(new User(name, Optional.empty(), Set.of(), UserLimits.NONE)).join();
    users.permit(name, "/", Permissions.ALL).join();
  }

  private static Path pem(String name) throws IOException {
    try {
      return Path.of(MutualTlsTest.class.getResource("/tls/" + name).toURI());
    } catch (java.net.URISyntaxException wrong) {
      throw new IOException(wrong);
    }
  }
}
