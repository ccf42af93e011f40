package io.millrace.broker.protocol.amqp.channel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import io.millrace.broker.vhost.QueueFacts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TransactionTest {
  @TempDir private Path directory;

  private AmqpServer server;
  private Connection connection;
  private Channel channel;
  private String queue;

  @BeforeEach
  void open() throws Exception {
    server = AmqpServer.start(settings -> settings.withDataDirectory(directory));
    connection = server.connect();
    channel = connection.createChannel();
    queue = channel.queueDeclare("q", true, false, false, Map.of()).getQueue();
    channel.txSelect();
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  private void publish(Channel on, String to, String text) throws IOException {
    on.basicPublish("", to, MessageProperties.PERSISTENT_BASIC, text.getBytes(UTF_8));
  }

  private QueueFacts facts() {
    return server.host().queue(queue, 0).join().value().orElseThrow();
  }

  @Test
  void whatIsCommittedIsThere() throws Exception {
    publish(channel, queue, "a");
    publish(channel, queue, "b");
    // A round trip on the channel: what was published before has been seen.
    channel.basicQos(10);
    assertThat(facts().ready()).isZero();
    channel.txCommit();

    assertThat(facts().ready()).isEqualTo(2);
    assertThat(channel.basicGet(queue, true).getBody()).isEqualTo("a".getBytes(UTF_8));
  }

  @Test
  void whatIsRolledBackIsNot() throws Exception {
    publish(channel, queue, "a");
    channel.txRollback();
    publish(channel, queue, "b");
    channel.txCommit();

    assertThat(facts().ready()).isEqualTo(1);
    assertThat(channel.basicGet(queue, true).getBody()).isEqualTo("b".getBytes(UTF_8));
  }

  @Test
  void settlementsWaitForTheCommit() throws Exception {
    publish(channel, queue, "a");
    publish(channel, queue, "b");
    publish(channel, queue, "c");
    channel.txCommit();
    Deliverer consumer = new Deliverer(channel);
    channel.basicConsume(queue, false, consumer);
    long first = consumer.nextTag();
    long second = consumer.nextTag();
    long third = consumer.nextTag();
    channel.basicAck(second, false);
    channel.basicQos(10);
    assertThat(facts().unacknowledged()).isEqualTo(3);
    channel.txRollback();

    // All are there again, in their order.
    channel.basicAck(second, true);
    channel.basicReject(third, false);
    channel.txCommit();
    assertThat(facts().unacknowledged()).isZero();
    assertThat(facts().ready()).isZero();
    assertThat(first).isLessThan(second);
  }

  @Test
  void whatIsAcknowledgedInATransactionIsUnknownToASecondAck() throws Exception {
    publish(channel, queue, "a");
    channel.txCommit();
    GetResponse got = channel.basicGet(queue, false);
    channel.basicAck(got.getEnvelope().getDeliveryTag(), false);
    CompletableFuture<String> end = new CompletableFuture<>();
    channel.addShutdownListener(why -> end.complete(why.getMessage()));
    channel.basicAck(got.getEnvelope().getDeliveryTag(), false);

    assertThat(end.get(20, TimeUnit.SECONDS)).contains("unknown delivery tag");
    await().untilAsserted(() -> assertThat(facts().ready()).isEqualTo(1));
  }

  @Test
  void aCommitThatAQueueRefusesFailsAndSettlesNothing() throws Exception {
    channel.queueDeclare(
        "small", false, false, false, Map.of("x-max-length", 1, "x-overflow", "reject-publish"));
    publish(channel, queue, "a");
    channel.txCommit();
    GetResponse got = channel.basicGet(queue, false);
    channel.basicAck(got.getEnvelope().getDeliveryTag(), false);
    publish(channel, "small", "1");
    publish(channel, "small", "2");

    assertThatThrownBy(channel::txCommit).hasStackTraceContaining("partial tx completion");
    await().untilAsserted(() -> assertThat(facts().ready()).isEqualTo(1));
  }

  @Test
  void whatIsRolledBackStandsAmongTheOthersAgain() throws Exception {
    for (int n = 0; n < 6; n++) {
      publish(channel, queue, Integer.toString(n));
    }
    channel.txCommit();
    Deliverer consumer = new Deliverer(channel);
    channel.basicConsume(queue, false, consumer);
    List<Long> tags = new ArrayList<>();
    for (int n = 0; n < 6; n++) {
      tags.add(consumer.nextTag());
    }
    channel.basicAck(tags.get(4), false);
    channel.basicReject(tags.get(1), false);
    channel.basicAck(tags.get(2), false);
    channel.txRollback();

    channel.basicAck(tags.get(2), true);
    channel.txCommit();
    assertThat(facts().unacknowledged()).isEqualTo(3);
    channel.basicAck(tags.get(4), false);
    channel.basicAck(tags.get(5), true);
    channel.txCommit();
    assertThat(facts().unacknowledged()).isZero();
    assertThat(facts().ready()).isZero();
  }

  @Test
  void copyKeysThatAreNoneEndTheChannelBeforeAnythingIsPublished() throws Exception {
    publish(channel, queue, "a");
    channel.basicPublish(
        "",
        queue,
        new BasicProperties.Builder().headers(Map.of("CC", "text")).build(),
        new byte[1]);

    assertThatThrownBy(channel::txCommit).hasStackTraceContaining("CC and BCC");
    assertThat(facts().ready()).isZero();
  }

  @Test
  void anExchangeThatHasGoneFailsTheCommitBeforeAnythingIsPublished() throws Exception {
    channel.exchangeDeclare("gone", "fanout");
    publish(channel, queue, "a");
    channel.basicPublish("gone", "", null, new byte[1]);
    channel.basicQos(10);
    connection.createChannel().exchangeDelete("gone");

    assertThatThrownBy(channel::txCommit).hasStackTraceContaining("no exchange 'gone'");
    assertThat(facts().ready()).isZero();
  }

  @Test
  void aPlainPublishOfBeforeThatIsRefusedDoesNotFailACommit() throws Exception {
    Channel other = connection.createChannel();
    other.queueDeclare(
        "small", false, false, false, Map.of("x-max-length", 0, "x-overflow", "reject-publish"));
    for (int round = 0; round < 50; round++) {
      Channel late = connection.createChannel();
      late.basicPublish("", "small", null, new byte[1]);
      late.txSelect();
      late.txCommit();
      late.close();
    }
    assertThat(connection.isOpen()).isTrue();
  }

  @Test
  void unroutableMandatoryMessagesComeBackWithTheCommit() throws Exception {
    CompletableFuture<Integer> back = new CompletableFuture<>();
    channel.addReturnListener(returned -> back.complete(returned.getReplyCode()));
    channel.basicPublish("", "nowhere", true, null, new byte[1]);
    channel.basicQos(10);
    assertThat(back).isNotDone();
    channel.txCommit();

    assertThat(back.get(20, TimeUnit.SECONDS)).isEqualTo(312);
  }

  @Test
  void commitsManyMessagesAtOnce() throws Exception {
    for (int n = 0; n < 40_000; n++) {
      channel.basicPublish("", queue, null, new byte[16]);
    }
    channel.txCommit();

    assertThat(facts().ready()).isEqualTo(40_000);
  }

  @Test
  void whatIsCommittedSurvivesAndWhatIsAcknowledgedDoesNot() throws Exception {
    publish(channel, queue, "old");
    channel.txCommit();
    GetResponse got = channel.basicGet(queue, false);
    channel.basicAck(got.getEnvelope().getDeliveryTag(), false);
    publish(channel, queue, "new");
    channel.txCommit();
    publish(channel, queue, "never");
    server.close();

    server = AmqpServer.start(settings -> settings.withDataDirectory(directory));
    Channel after = server.connect().createChannel();
    assertThat(after.basicGet(queue, true).getBody()).isEqualTo("new".getBytes(UTF_8));
    assertThat(after.basicGet(queue, true)).isNull();
  }

  @Test
  void headersCountForTheLimitOfATransaction() throws Exception {
    try (AmqpServer small =
        AmqpServer.start(
            settings -> settings,
            amqp -> amqp.withChannels(ChannelSettings.DEFAULT.withTransactionBytes(10_000)))) {
      Channel held = small.connect().createChannel();
      held.txSelect();
      BasicProperties large =
          new BasicProperties.Builder().headers(Map.of("h", "x".repeat(4_000))).build();
      for (int n = 0; n < 3; n++) {
        held.basicPublish("", "q", large, new byte[0]);
      }

      assertThatThrownBy(held::txCommit)
          .hasStackTraceContaining("a transaction holds more than 10000 bytes");
    }
  }

  @Test
  void aTransactionHasALimit() throws Exception {
    try (AmqpServer small =
        AmqpServer.start(
            settings -> settings,
            amqp -> amqp.withChannels(ChannelSettings.DEFAULT.withTransactionBytes(10_000)))) {
      Channel held = small.connect().createChannel();
      held.txSelect();
      CompletableFuture<String> end = new CompletableFuture<>();
      held.addShutdownListener(why -> end.complete(why.getMessage()));
      for (int n = 0; n < 3; n++) {
        held.basicPublish("", "q", null, new byte[4_000]);
      }

      assertThat(end.get(20, TimeUnit.SECONDS))
          .contains("a transaction holds more than 10000 bytes");
    }
  }
}
