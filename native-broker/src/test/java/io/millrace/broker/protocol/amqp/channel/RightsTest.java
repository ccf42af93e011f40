package io.millrace.broker.protocol.amqp.channel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.message.HeaderValue;
import io.millrace.broker.message.Headers;
import io.millrace.broker.message.Properties;
import io.millrace.broker.protocol.amqp.RawClient;
import io.millrace.broker.protocol.amqp.codec.BasicConsume;
import io.millrace.broker.protocol.amqp.codec.BasicGet;
import io.millrace.broker.protocol.amqp.codec.BasicPublish;
import io.millrace.broker.protocol.amqp.codec.BasicQos;
import io.millrace.broker.protocol.amqp.codec.BasicQosOk;
import io.millrace.broker.protocol.amqp.codec.ChannelClose;
import io.millrace.broker.protocol.amqp.codec.ChannelCloseOk;
import io.millrace.broker.protocol.amqp.codec.ExchangeBind;
import io.millrace.broker.protocol.amqp.codec.ExchangeDeclare;
import io.millrace.broker.protocol.amqp.codec.ExchangeDelete;
import io.millrace.broker.protocol.amqp.codec.Method;
import io.millrace.broker.protocol.amqp.codec.QueueBind;
import io.millrace.broker.protocol.amqp.codec.QueueDeclare;
import io.millrace.broker.protocol.amqp.codec.QueueDeclareOk;
import io.millrace.broker.protocol.amqp.codec.QueueDelete;
import io.millrace.broker.protocol.amqp.codec.QueuePurge;
import io.millrace.broker.security.PasswordHash;
import io.millrace.broker.security.Permissions;
import io.millrace.broker.security.TopicPermissions;
import io.millrace.broker.security.User;
import io.millrace.broker.security.UserLimits;
import io.millrace.broker.vhost.Users;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What users without the right are told: RabbitMQ's words, as from version 4 on. */
@Timeout(60)
class RightsTest {
  private AmqpServer server;
  private RawClient client;

  @BeforeEach
  void open() throws Exception {
    server = AmqpServer.start();
    Users users = server.broker().virtualHosts().users();
    PasswordHash password = PasswordHash.of("limited", new byte[16], 1_000);
    users.put(User.of("limited", password)).join();
    permit(Permissions.of("^mine", "^mine|amq\\.topic", "^mine|amq"));
    users
        .permitTopics("limited", "/", new TopicPermissions("amq.topic", "^{username}\\.", "^r"))
        .join();
    client =
        RawClient.greet(server.endpoint()).logIn("limited").tune(10, 4096, 0).enter("/").channel(1);
  }

  private void permit(Permissions granted) {
    server.broker().virtualHosts().users().permit("limited", "/", granted).join();
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    server.close();
  }

  record Attempt(Method method, String refusal) {
    @Override
    public String toString() {
      return method.protocolName() + ": " + refusal;
    }
  }

  static Stream<Attempt> attempts() {
    Headers dead = Headers.builder().put("x-dead-letter-exchange", HeaderValue.of("else")).build();
    Headers spare = Headers.builder().put("alternate-exchange", HeaderValue.of("else")).build();
    return Stream.of(
        new Attempt(queue("other", Headers.EMPTY), "configure access to queue 'other'"),
        new Attempt(queue("mine", dead), "write access to exchange 'else'"),
        new Attempt(exchange("other", Headers.EMPTY), "configure access to exchange 'other'"),
        new Attempt(exchange("mine", spare), "write access to exchange 'else'"),
        new Attempt(new QueueDelete("other", false, false, false), "configure access to queue"),
        new Attempt(new ExchangeDelete("other", false, false), "configure access to exchange"),
        new Attempt(new QueuePurge("other", false), "read access to queue 'other'"),
        new Attempt(new BasicGet("other", true), "read access to queue 'other'"),
        new Attempt(
            new BasicConsume("other", "", false, true, false, false, Headers.EMPTY),
            "read access to queue 'other'"),
        new Attempt(
            new QueueBind("other", "amq.direct", "k", false, Headers.EMPTY),
            "write access to queue 'other'"),
        new Attempt(
            new QueueBind("mine", "other", "k", false, Headers.EMPTY),
            "read access to exchange 'other'"),
        new Attempt(
            new QueueBind("mine", "amq.topic", "x.k", false, Headers.EMPTY),
            "read access to topic 'x.k' in exchange 'amq.topic'"),
        new Attempt(
            new ExchangeBind("amq.direct", "mine", "k", false, Headers.EMPTY),
            "write access to exchange 'amq.direct'"),
        new Attempt(publish("", "mine"), "write access to exchange 'amq.default'"),
        new Attempt(publish("amq.direct", "k"), "write access to exchange 'amq.direct'"),
        new Attempt(
            publish("amq.topic", "other.k"), "write access to topic 'other.k' in exchange"));
  }

  private static Method queue(String name, Headers arguments) {
    return new QueueDeclare(name, false, false, false, false, false, arguments);
  }

  private static Method exchange(String name, Headers arguments) {
    return new ExchangeDeclare(name, "fanout", false, false, false, false, false, arguments);
  }

  private static Method publish(String exchange, String key) {
    return new BasicPublish(exchange, key, false, false);
  }

  private void send(Method method) throws IOException {
    if (method.hasContent()) {
      client.send(1, method, Properties.NONE, "m".getBytes(UTF_8));
    } else {
      client.send(1, method);
    }
  }

  @ParameterizedTest
  @MethodSource("attempts")
  void refusesWhatAUserMayNot(Attempt attempt) throws IOException {
    send(attempt.method());

    ChannelClose close = client.expect(ChannelClose.class);
    assertThat(close.replyCode()).isEqualTo(403);
    assertThat(close.replyText())
        .startsWith("ACCESS_REFUSED - " + attempt.refusal())
        .endsWith("in vhost '/' refused for user 'limited'");
    assertThat(close.failingClassId()).isEqualTo(attempt.method().classId());
    assertThat(close.failingMethodId()).isEqualTo(attempt.method().methodId());
  }

  @Test
  void allowsWhatAUserMay() throws IOException {
    send(queue("mine", Headers.EMPTY));
    client.expect(QueueDeclareOk.class);
    send(publish("amq.topic", "limited.k"));
    send(new BasicQos(0, 1, false));
    client.expect(BasicQosOk.class);
  }

  @Test
  void anImpersonatorMayPublishAsSomebodyElse() throws IOException {
    User hands =
        new User(
            "limited",
            Optional.of(PasswordHash.of("limited", new byte[16], 1_000)),
            Set.of("impersonator"),
            UserLimits.NONE);
    server.broker().virtualHosts().users().put(hands).join();
    client.send(
        1,
        publish("amq.topic", "limited.k"),
        Properties.builder().userId("somebody").build(),
        "m".getBytes(UTF_8));
    send(new BasicQos(0, 1, false));
    client.expect(BasicQosOk.class);
  }

  @Test
  void whatIsTakenFromAUserIsMissedAtOnce() throws IOException {
    send(publish("amq.topic", "limited.k"));
    send(new BasicQos(0, 1, false));
    client.expect(BasicQosOk.class);
    permit(Permissions.of("", "", ""));
    send(publish("amq.topic", "limited.k"));

    assertThat(client.expect(ChannelClose.class).replyCode()).isEqualTo(403);
    client.send(1, ChannelCloseOk.DEFAULT);
  }
}
