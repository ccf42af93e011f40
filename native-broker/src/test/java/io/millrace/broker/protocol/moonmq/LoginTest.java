package io.millrace.broker.protocol.moonmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.security.FailedLogins;
import io.millrace.broker.security.PasswordHash;
import io.millrace.broker.security.User;
import io.millrace.broker.server.BrokerSettings;
import io.millrace.broker.store.StoreOptions;
import io.millrace.client.codec.Frame;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class LoginTest {
  private static final LoginRules RULES = LoginRules.DEFAULT;

  /** Of the password "test12", from RabbitMQ's documentation. */
  private static final PasswordHash RABBIT =
      PasswordHash.ofRabbit(
          "rabbit_password_hashing_sha256", "kI3GCqW5JLMJa4iX1lo7X4D6XbYqlLgxIs30+P6tENUV2POR");

  /** Of the password "pencil", as it was kept before there was SCRAM. */
  private static final PasswordHash KEPT =
      PasswordHash.parse(
          "pbkdf2-sha256$4096$W22ZaJ0SNY7soEsUEjb6gQ==$xKSVEDI6tPlSysH6mUQZOeeOp01r6B3fcJbodRPcYV0=");

  @TempDir private Path directory;

  @Test
  void scramLetsInWhoKnowsThePassword() throws Exception {
    try (RunningBroker broker = new RunningBroker(MoonmqSettings.DEFAULT)) {
      NativeClient client = broker.client();

      ScramClient.logIn(client, "guest", "guest");

      client.bind("q").publishAndAwait("q", "a");
      assertThat(client.bodies(1)).containsExactly("a");
    }
  }

  @Test
  void aWrongProofIsRefusedLikeAWrongPassword() throws Exception {
    try (RunningBroker broker = new RunningBroker(MoonmqSettings.DEFAULT)) {
      Frame.Fault byPlain = refusal(broker.client().logIn("guess"));

      assertThat(byPlain.code()).isEqualTo(401);
      assertThat(scramRefusal(broker.client(), "guest", "guess")).isEqualTo(byPlain);
      assertThat(scramRefusal(broker.client(), "nobody", "guess")).isEqualTo(byPlain);
      assertThat(refusal(broker.client().send(plain("nobody", "guess")))).isEqualTo(byPlain);
    }
  }

  @Test
  void whoDoesNotExistGetsTheSameChallengeAlsoAfterARestart() throws Exception {
    String before;
    try (RunningBroker broker = stored()) {
      before = salt(broker.client());
      assertThat(salt(broker.client())).isEqualTo(before);
    }
    try (RunningBroker broker = stored()) {
      assertThat(salt(broker.client())).isEqualTo(before);
    }
  }

  private RunningBroker stored() throws IOException {
    return new RunningBroker(
        BrokerSettings.embedded()
            .withDataDirectory(directory)
            .withStore(StoreOptions.DEFAULTS.withLowestFree(0)));
  }

  private static String salt(NativeClient client) throws IOException {
    client.send(new ScramClient("nobody", "x").first());
    return new String(client.expect(Frame.AuthOk.class).body(), UTF_8).split(",")[1];
  }

  @Test
  void usersWhoseHashIsOldLogInByPlain() throws Exception {
    try (RunningBroker broker = new RunningBroker(MoonmqSettings.DEFAULT)) {
      broker.addUser(User.of("old", KEPT));
      broker.addUser(User.of("rabbit", RABBIT));

      broker.client().send(plain("old", "pencil")).expect(Frame.AuthOk.class);
      broker.client().send(plain("rabbit", "test12")).expect(Frame.AuthOk.class);
      ScramClient.logIn(broker.client(), "old", "pencil");
      assertThat(scramRefusal(broker.client(), "rabbit", "test12").code()).isEqualTo(401);
    }
  }

  @Test
  void nothingButAuthIsTakenWithinALogin() throws Exception {
    try (RunningBroker broker = new RunningBroker(MoonmqSettings.DEFAULT)) {
      NativeClient early = broker.client().send(new ScramClient("guest", "guest").first());
      early.expect(Frame.AuthOk.class);
      assertThat(refusal(early.publish("q", "too early")).code()).isEqualTo(401);

      NativeClient other = broker.client().send(new ScramClient("guest", "guest").first());
      other.expect(Frame.AuthOk.class);
      assertThat(refusal(other.logIn()).code()).isEqualTo(400);

      assertThat(refusal(broker.client().send(auth("SCRAM-SHA-256", "p=x,,n=guest,r=x"))).code())
          .isEqualTo(400);
      assertThat(refusal(broker.client().send(auth("GSSAPI", ""))).code()).isEqualTo(400);
      assertThat(broker.broker.virtualHosts().host("/").orElseThrow().queues()).isEmpty();
    }
  }

  @Test
  void clientsOfOldAreLetInWhereTheSettingsSaySo() throws Exception {
    Frame.Auth hexadecimal = auth("", "084E0343A0486FF05530DF6C705C8BB4");
    try (RunningBroker broker = new RunningBroker(MoonmqSettings.DEFAULT)) {
      assertThat(refusal(broker.client().send(hexadecimal)).code()).isEqualTo(400);
    }
    LoginRules old = RULES.withOldAuth(OldAuth.ofPassword("guest", "guest"));
    try (RunningBroker broker = new RunningBroker(MoonmqSettings.DEFAULT.withLogins(old))) {
      NativeClient client = broker.client().send(hexadecimal);
      assertThat(client.expect(Frame.AuthOk.class)).isEqualTo(new Frame.AuthOk());
      client.bind("q").publishAndAwait("q", "a");
      byte[] digest = MessageDigest.getInstance("MD5").digest("guest".getBytes(UTF_8));
      broker.client().send(new Frame.Auth("", digest)).expect(Frame.AuthOk.class);
      assertThat(refusal(broker.client().send(auth("", "guest"))).code()).isEqualTo(401);
    }
  }

  @Test
  void whoGuessesIsHeldUpWithoutALookAtThePassword() throws Exception {
    try (RunningBroker broker = new RunningBroker(MoonmqSettings.DEFAULT)) {
      for (int i = 0; i < FailedLogins.IN_A_ROW; i++) {
        assertThat(scramRefusal(broker.client(), "guest", "guess" + i).code()).isEqualTo(401);
      }

      assertThat(scramRefusal(broker.client(), "guest", "guest").code()).isEqualTo(429);
      assertThat(refusal(broker.client().logIn()).code()).isEqualTo(429);
    }
  }

  @Test
  void whoTakesTooLongToLogInIsDropped() throws Exception {
    LoginRules soon = RULES.within(Duration.ofMillis(300));
    try (RunningBroker broker = new RunningBroker(MoonmqSettings.DEFAULT.withLogins(soon))) {
      NativeClient silent = broker.client();
      NativeClient halfWay = broker.client().send(new ScramClient("guest", "guest").first());
      halfWay.expect(Frame.AuthOk.class);

      assertThat(refusal(silent).code()).isEqualTo(408);
      assertThat(refusal(halfWay).code()).isEqualTo(408);
    }
  }

  static Frame.Auth plain(String user, String password) {
    return auth("PLAIN", "\0" + user + "\0" + password);
  }

  private static Frame.Auth auth(String mechanism, String text) {
    return new Frame.Auth(mechanism, text.getBytes(UTF_8));
  }

  private static Frame.Fault scramRefusal(NativeClient client, String user, String password)
      throws Exception {
    ScramClient scram = new ScramClient(user, password);
    client.send(scram.first());
    return refusal(client.send(scram.last(client.expect(Frame.AuthOk.class))));
  }

  /** The Error that ends the connection. */
  private static Frame.Fault refusal(NativeClient client) throws InterruptedException {
    Frame.Fault why = client.expect(Frame.Fault.class);
    assertThat(client.isEnded()).isTrue();
    return why;
  }
}
