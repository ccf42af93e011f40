package io.millrace.broker.protocol.amqp.connection;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.message.Headers;
import io.millrace.broker.message.Octets;
import io.millrace.broker.protocol.amqp.RawClient;
import io.millrace.broker.protocol.amqp.codec.ConnectionOpen;
import io.millrace.broker.protocol.amqp.codec.ConnectionOpenOk;
import io.millrace.broker.protocol.amqp.codec.ConnectionSecure;
import io.millrace.broker.protocol.amqp.codec.ConnectionSecureOk;
import io.millrace.broker.protocol.amqp.codec.ConnectionStart;
import io.millrace.broker.protocol.amqp.codec.ConnectionTune;
import io.millrace.broker.security.ScramDialogue;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets in: mechanisms, passwords and proofs, in single frames. */
@Timeout(120)
class LoginTest {
  private ListeningBroker broker;

  @BeforeEach
  void start() throws IOException {
    broker = ListeningBroker.start(AmqpSettings.DEFAULT);
  }

  @AfterEach
  void stop() throws IOException {
    broker.close();
  }

  @Test
  void takesAPasswordInAFieldTable() throws IOException {
    try (RawClient client = RawClient.greet(broker.endpoint())) {
      client.expect(ConnectionStart.class);
      client.startOk("AMQPLAIN", amqplain("guest", "guest"));

      client.expect(ConnectionTune.class);
    }
  }

  private static byte[] amqplain(String user, String password) {
    return ("\5LOGINS\0\0\0"
            + (char) user.length()
            + user
            + "\10PASSWORDS\0\0\0"
            + (char) password.length()
            + password)
        .getBytes(US_ASCII);
  }

  @Test
  void takesAProofThatAPasswordIsKnown() throws Exception {
    ScramDialogue scram = new ScramDialogue("guest", "guest");
    try (RawClient client = RawClient.greet(broker.endpoint())) {
      client.expect(ConnectionStart.class);
      client.startOk("SCRAM-SHA-256", scram.first());
      byte[] challenge = client.expect(ConnectionSecure.class).challenge().bytes();
      client.send(0, new ConnectionSecureOk(Octets.of(scram.last(challenge))));

      assertThat(client.expect(ConnectionSecure.class).challenge().bytes())
          .asString(UTF_8)
          .isEqualTo(scram.answer());
      client.send(0, new ConnectionSecureOk(Octets.of(new byte[0])));
      client.expect(ConnectionTune.class);
    }
  }

  @Test
  void takesNoProofOfAnotherPassword() throws Exception {
    ScramDialogue scram = new ScramDialogue("guest", "guess");
    try (RawClient client = RawClient.greet(broker.endpoint())) {
      client.expect(ConnectionStart.class);
      client.startOk("SCRAM-SHA-256", scram.first());
      byte[] challenge = client.expect(ConnectionSecure.class).challenge().bytes();
      client.send(0, new ConnectionSecureOk(Octets.of(scram.last(challenge))));

      client.expectClose(403);
    }
  }

  @ParameterizedTest
  @CsvSource({"PLAIN", "AMQPLAIN"})
  void tellsWhoUnderstandsItThatALoginIsRefused(String mechanism) throws IOException {
    byte[] wrong =
        mechanism.equals("PLAIN") ? RawClient.plain("guest", "guess") : amqplain("guest", "guess");
    try (RawClient client = RawClient.greet(broker.endpoint())) {
      client.expect(ConnectionStart.class);
      client.startOk(mechanism, wrong);

      assertThat(client.expectClose(403))
          .isEqualTo(
              "ACCESS_REFUSED - Login was refused using authentication mechanism %s. For details see the broker logfile."
                  .formatted(mechanism));
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void closesWithoutAWordForWhoDoesNot() throws IOException {
    try (RawClient client = RawClient.greet(broker.endpoint())) {
      client.expect(ConnectionStart.class);
      client.startOk("PLAIN", RawClient.plain("guest", "guess"), Headers.EMPTY);

      assertThat(client.rest()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "guest", "\0\0", "\0\0guest", "other\0guest\0guest"})
  void takesNothingElseForAPassword(String response) throws IOException {
    try (RawClient client = RawClient.greet(broker.endpoint())) {
      client.expect(ConnectionStart.class);
      client.startOk("PLAIN", response.getBytes(UTF_8));

      client.expectClose(403);
    }
  }

  @Test
  void namesAMechanismThatItDoesNotKnow() throws IOException {
    try (RawClient client = RawClient.greet(broker.endpoint())) {
      client.expect(ConnectionStart.class);
      client.startOk("EXTERNAL", new byte[0]);

      assertThat(client.expectClose(503)).contains("EXTERNAL");
    }
  }

  @Test
  void whoGuessesPasswordsHasToWait() throws IOException {
    String told = "";
    for (int i = 0; i < 50 && !told.contains("wait"); i++) {
      try (RawClient client = RawClient.greet(broker.endpoint())) {
        client.expect(ConnectionStart.class);
        client.startOk("PLAIN", RawClient.plain("guest", "guess"));
        told = client.expectClose(403);
      }
    }

    assertThat(told).contains("too many wrong passwords");
  }

  @Test
  void asksNobodyWhereNobodyHasToLogIn() throws IOException {
    broker.close();
    broker =
        ListeningBroker.start(AmqpSettings.DEFAULT.withLogins(LoginRules.DEFAULT.withoutLogin()));
    try (RawClient client = RawClient.greet(broker.endpoint())) {
      client.expect(ConnectionStart.class);
      client.startOk("PLAIN", RawClient.plain("anybody", "anything"));
      client.expect(ConnectionTune.class);
      client.tune(1, 4096, 0).send(0, new ConnectionOpen("/"));

      client.expect(ConnectionOpenOk.class);
    }
  }
}
