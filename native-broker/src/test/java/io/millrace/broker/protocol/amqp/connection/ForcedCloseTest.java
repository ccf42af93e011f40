package io.millrace.broker.protocol.amqp.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.message.Headers;
import io.millrace.broker.message.Properties;
import io.millrace.broker.protocol.amqp.RawClient;
import io.millrace.broker.protocol.amqp.codec.BasicConsume;
import io.millrace.broker.protocol.amqp.codec.BasicConsumeOk;
import io.millrace.broker.protocol.amqp.codec.BasicDeliver;
import io.millrace.broker.protocol.amqp.codec.BasicPublish;
import io.millrace.broker.protocol.amqp.codec.ChannelOpen;
import io.millrace.broker.protocol.amqp.codec.ChannelOpenOk;
import io.millrace.broker.protocol.amqp.codec.ConnectionCloseOk;
import io.millrace.broker.protocol.amqp.codec.QueueDeclare;
import io.millrace.broker.protocol.amqp.codec.QueueDeclareOk;
import io.millrace.broker.security.PasswordHash;
import io.millrace.broker.security.Permissions;
import io.millrace.broker.security.User;
import io.millrace.broker.server.Broker;
import io.millrace.broker.server.BrokerSettings;
import io.millrace.broker.transport.Endpoint;
import io.millrace.broker.vhost.QueueFacts;
import io.millrace.broker.vhost.Users;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever may not be there any longer is told so and sent away: 320. */
@Timeout(60)
class ForcedCloseTest {
  private Broker broker;

  @BeforeEach
  void start() throws IOException {
    broker =
        Broker.start(
            BrokerSettings.embedded()
                .withAmqp(AmqpSettings.DEFAULT.withEndpoints(Endpoint.loopback(0))));
    put("ann", "ann");
    users().permit("ann", "/", Permissions.ALL).join();
  }

  @AfterEach
  void stop() throws IOException {
    broker.close();
  }

  private Users users() {
    return broker.virtualHosts().users();
  }

  private void put(String user, String password) {
    users()
        .put(User.of(user, PasswordHash.of(password, new byte[PasswordHash.SALT_BYTES], 1)))
        .join();
  }

  private RawClient ann() throws IOException {
    return RawClient.greet(broker.amqpEndpoints().get(0)).logIn("ann").tune(2047, 128 << 10, 0);
  }

  private static void assertLeaves(RawClient client, String text) throws IOException {
    assertThat(client.expectClose(320)).isEqualTo("CONNECTION_FORCED - " + text);
    client.send(0, ConnectionCloseOk.DEFAULT);
    assertThat(client.isEnded()).isTrue();
  }

  @Test
  void theUserIsDeleted() throws IOException {
    try (RawClient ann = ann().enter("/");
        RawClient guest = RawClient.open(broker.amqpEndpoints().get(0))) {
      users().remove("ann").join();
      assertLeaves(ann, "user 'ann' is deleted");
      guest.send(1, ChannelOpen.DEFAULT);
      assertThat(guest.expect(ChannelOpenOk.class)).isNotNull();
    }
  }

  @Test
  void thePermissionsAreTakenAway() throws IOException {
    try (RawClient ann = ann().enter("/")) {
      users().forbid("ann", "/").join();
      assertLeaves(ann, "user 'ann' has no permissions in vhost '/' any more");
    }
  }

  @Test
  void thePasswordIsChanged() throws IOException {
    try (RawClient ann = ann().enter("/")) {
      put("ann", "other");
      assertLeaves(ann, "the password of user 'ann' has changed");
    }
  }

  @Test
  void thePasswordIsChangedBeforeTheConnectionIsOpen() throws IOException {
    try (RawClient ann = ann()) {
      put("ann", "other");
      assertLeaves(ann.enter("/"), "the password of user 'ann' has changed");
    }
  }

  @Test
  void theVirtualHostIsDeleted() throws IOException {
    broker.virtualHosts().create("other").join();
    users().permit("ann", "other", Permissions.ALL).join();
    try (RawClient other = ann().enter("other");
        RawClient ann = ann().enter("/")) {
      broker.virtualHosts().delete("other").join();
      assertLeaves(other, "vhost 'other' is deleted");
      ann.send(1, ChannelOpen.DEFAULT);
      assertThat(ann.expect(ChannelOpenOk.class)).isNotNull();
    }
  }

  /** It is not the message's fault, so that it is no failed attempt. */
  @Test
  void whatWasNotAcknowledgedGoesBack() throws IOException {
    try (RawClient ann = ann().enter("/").channel(1)) {
      ann.send(1, new QueueDeclare("q", false, false, false, false, false, Headers.EMPTY));
      ann.expect(QueueDeclareOk.class);
      ann.send(1, new BasicPublish("", "q", false, false), Properties.NONE, new byte[1]);
      ann.send(1, new BasicConsume("q", "c", false, false, false, false, Headers.EMPTY));
      ann.expect(BasicConsumeOk.class);
      ann.expect(BasicDeliver.class);
      users().remove("ann").join();
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> {
                assertThat(facts("q").ready()).isOne();
                assertThat(facts("q").consumers()).isZero();
              });
    }
  }

  private QueueFacts facts(String queue) {
    return broker
        .virtualHosts()
        .host("/")
        .orElseThrow()
        .queue(queue, 0)
        .join()
        .value()
        .orElseThrow();
  }
}
