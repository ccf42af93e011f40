package io.millrace.broker.protocol.amqp.connection;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.message.HeaderValue;
import io.millrace.broker.message.Headers;
import io.millrace.broker.protocol.amqp.RawClient;
import io.millrace.broker.protocol.amqp.codec.ChannelOpen;
import io.millrace.broker.protocol.amqp.codec.ConnectionOpen;
import io.millrace.broker.protocol.amqp.codec.ConnectionStart;
import io.millrace.broker.protocol.amqp.codec.ConnectionTune;
import io.millrace.broker.protocol.amqp.codec.QueueDeclare;
import io.millrace.broker.security.PasswordHash;
import io.millrace.broker.security.Permissions;
import io.millrace.broker.security.User;
import io.millrace.broker.security.UserLimits;
import io.millrace.broker.vhost.VirtualHostLimits;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The way in, in single frames: sections 2.2.4 and 4.2.2 of the specification. */
@Timeout(120)
class HandshakeTest {
  private static final PasswordHash OF_ANN =
      PasswordHash.of("ann", new byte[PasswordHash.SALT_BYTES], 1_000);

  private ListeningBroker broker;

  @BeforeEach
  void start() throws IOException {
    broker = ListeningBroker.start(AmqpSettings.DEFAULT);
  }

  @AfterEach
  void stop() throws IOException {
    broker.close();
  }

  private void addAnn(UserLimits limits) {
    User ann = new User("ann", Optional.of(OF_ANN), Set.of(), limits);
    broker.virtualHosts().users().put(ann).join();
  }

  private void permitAnn() {
    broker.virtualHosts().users().permit("ann", "/", Permissions.ALL).join();
  }

  @ParameterizedTest
  @ValueSource(strings = {"AMQP\0\0\11\0", "AMQP\1\1\0\12", "HTTP/1.1", "GET / HTTP/1.1\r\n\r\n"})
  void answersAnotherProtocolWithItsOwnHeader(String first) throws IOException {
    try (RawClient client = RawClient.connect(broker.endpoint())) {
      client.write(first.getBytes(US_ASCII));

      assertThat(client.rest()).isEqualTo("AMQP\0\0\11\1");
    }
  }

  @Test
  void saysWhatItCanDo() throws IOException {
    try (RawClient client = RawClient.greet(broker.endpoint())) {
      ConnectionStart start = client.expect(ConnectionStart.class);

      assertThat(start.versionMajor()).isZero();
      assertThat(start.versionMinor()).isEqualTo(9);
      assertThat(start.locales()).isEqualTo("en_US");
      assertThat(start.mechanisms()).isEqualTo("PLAIN AMQPLAIN SCRAM-SHA-256");
      Headers properties = start.serverProperties();
      assertThat(properties.get("product")).hasToString("Millrace");
      Headers capabilities = ((HeaderValue.Table) properties.get("capabilities")).headers();
      for (String each :
          "publisher_confirms exchange_exchange_bindings basic.nack consumer_cancel_notify connection.blocked consumer_priorities authentication_failure_close per_consumer_qos direct_reply_to"
              .split(" ")) {
        assertThat(capabilities.get(each)).as(each).isEqualTo(HeaderValue.of(true));
      }
    }
  }

  @Test
  void proposesItsLimits() throws IOException {
    try (RawClient client = RawClient.greet(broker.endpoint())) {
      client.expect(ConnectionStart.class);
      client.startOk("PLAIN", RawClient.plain("guest", "guest"));

      assertThat(client.expect(ConnectionTune.class))
          .isEqualTo(new ConnectionTune(2047, 131_072, 60));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2047, 131072",
    "1, 4096",
    "65, 8192",
  })
  void takesLessThanItProposes(int channelMax, long frameMax) throws IOException {
    try (RawClient client = RawClient.greet(broker.endpoint())) {
      client.logIn("guest").tune(channelMax, frameMax, 0).enter("/");
      client.channel(1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0    | 131072 | negotiated channel_max = 0 (no limit) is higher than the maximum allowed value (2047)",
        "2048 | 131072 | negotiated channel_max = 2048 is higher than the maximum allowed value (2047)",
        "2047 | 0      | negotiated frame_max = 0 (no limit) is higher than the maximum allowed value (131072)",
        "2047 | 131073 | negotiated frame_max = 131073 is higher than the maximum allowed value (131072)",
        "2047 | 4095   | negotiated frame_max = 4095 is lower than the minimum allowed value (4096)",
      })
  void givesNoMoreThanItProposes(int channelMax, long frameMax, String text) throws IOException {
    try (RawClient client = RawClient.greet(broker.endpoint())) {
      client.logIn("guest").tune(channelMax, frameMax, 0);

      assertThat(client.expectClose(530)).isEqualTo("NOT_ALLOWED - " + text);
    }
  }

  @Test
  void refusesAVirtualHostThatIsNotThere() throws IOException {
    try (RawClient client = RawClient.greet(broker.endpoint())) {
      client.logIn("guest").tune(1, 4096, 0).send(0, new ConnectionOpen("nowhere"));

      assertThat(client.expectClose(530)).isEqualTo("NOT_ALLOWED - vhost nowhere not found");
    }
  }

  @Test
  void refusesAVirtualHostThatIsNotTheUsers() throws IOException {
    addAnn(UserLimits.NONE);
    try (RawClient client = RawClient.greet(broker.endpoint())) {
      client.logIn("ann").tune(1, 4096, 0).send(0, new ConnectionOpen("/"));

      assertThat(client.expectClose(530))
          .isEqualTo("NOT_ALLOWED - access to vhost '/' refused for user 'ann'");
    }
  }

  @Test
  void holdsAUserToItsConnectionsAndChannels() throws IOException {
    addAnn(new UserLimits(1, 2));
    permitAnn();
    try (RawClient first = RawClient.greet(broker.endpoint())) {
      first.logIn("ann").tune(10, 4096, 0).enter("/");
      try (RawClient second = RawClient.greet(broker.endpoint())) {
        second.logIn("ann").tune(1, 4096, 0).send(0, new ConnectionOpen("/"));

        assertThat(second.expectClose(530)).contains("user connection limit (1) is reached");
      }
      first.channel(1).channel(2).send(3, ChannelOpen.DEFAULT);
      assertThat(first.expectClose(530)).contains("user limit of (2)");
      assertThat(first.isEnded()).isTrue();
    }
    try (RawClient third = RawClient.greet(broker.endpoint())) {
      third.logIn("ann").tune(10, 4096, 0).enter("/").channel(1).channel(2);
    }
  }

  @Test
  void holdsAVirtualHostToItsConnections() throws IOException {
    broker
        .virtualHosts()
        .host("/")
        .orElseThrow()
        .setLimits(new VirtualHostLimits(Long.MAX_VALUE, 1))
        .join();
    try (RawClient first = RawClient.open(broker.endpoint());
        RawClient second = RawClient.greet(broker.endpoint())) {
      first.channel(1);
      second.logIn("guest").tune(1, 4096, 0).send(0, new ConnectionOpen("/"));

      assertThat(second.expectClose(530))
          .isEqualTo(
              "NOT_ALLOWED - access to vhost '/' refused for user 'guest': connection limit (1) is reached");
    }
  }

  @Test
  void looksAtNoFrameThatIsLongBeforeTheLogin() throws IOException {
    try (RawClient client = RawClient.greet(broker.endpoint())) {
      client.expect(ConnectionStart.class);
      client.write(new byte[] {1, 0, 0, 0, 0, 0x20, 1});

      client.expectClose(501);
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void doesNothingForWhoHasNotLoggedIn() throws IOException {
    try (RawClient client = RawClient.greet(broker.endpoint())) {
      client.expect(ConnectionStart.class);
      client.send(1, ChannelOpen.DEFAULT);

      client.expectClose(504);
    }
    try (RawClient client = RawClient.greet(broker.endpoint())) {
      client.expect(ConnectionStart.class);
      client.send(0, new ConnectionOpen("/"));

      client.expectClose(504);
    }
    try (RawClient client = RawClient.greet(broker.endpoint())) {
      client.logIn("guest").tune(1, 4096, 0).send(1, QueueDeclare.DEFAULT);

      client.expectClose(504);
    }
  }

  @Test
  void closesWhoTakesTooLong() throws IOException {
    broker.close();
    broker =
        ListeningBroker.start(
            AmqpSettings.DEFAULT.withLogins(LoginRules.DEFAULT.within(Duration.ofSeconds(3))));
    try (RawClient silent = RawClient.connect(broker.endpoint());
        RawClient half = RawClient.greet(broker.endpoint());
        RawClient quick = RawClient.open(broker.endpoint())) {
      half.logIn("guest");

      assertThat(half.isEnded()).isTrue();
      assertThat(silent.isEnded()).isTrue();
      quick.channel(1);
    }
  }
}
