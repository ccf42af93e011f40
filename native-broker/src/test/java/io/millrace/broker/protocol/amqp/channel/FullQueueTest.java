package io.millrace.broker.protocol.amqp.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import io.millrace.broker.message.Headers;
import io.millrace.broker.message.Properties;
import io.millrace.broker.protocol.amqp.RawClient;
import io.millrace.broker.protocol.amqp.codec.BasicAck;
import io.millrace.broker.protocol.amqp.codec.BasicConsume;
import io.millrace.broker.protocol.amqp.codec.BasicConsumeOk;
import io.millrace.broker.protocol.amqp.codec.BasicDeliver;
import io.millrace.broker.protocol.amqp.codec.BasicNack;
import io.millrace.broker.protocol.amqp.codec.BasicPublish;
import io.millrace.broker.protocol.amqp.codec.BasicQos;
import io.millrace.broker.protocol.amqp.codec.BasicQosOk;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who publishes to a queue that has the publisher wait, and consumes, never waits for himself. */
@Timeout(120)
class FullQueueTest {
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final BasicPublish TO_FULL = new BasicPublish("", "full", false, false);
  private static final int LENGTH = 10;

  /** More than may be on its way of one channel, so that the rest waits in it. */
  private static final int MANY = 16_700;

  private AmqpServer server;

  @BeforeEach
  void start() throws Exception {
    server =
        AmqpServer.start(
            settings -> settings,
            amqp ->
                amqp.withChannels(ChannelSettings.DEFAULT.withLongestBlock(Duration.ofSeconds(1))));
    try (Connection connection = server.connect();
        Channel channel = connection.createChannel()) {
      channel.queueDeclare(
          "full", false, false, false, Map.of("x-max-length", LENGTH, "x-overflow", "block"));
    }
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private RawClient consumer() throws IOException {
    RawClient client = RawClient.open(server.endpoint()).channel(1);
    client.send(1, new BasicQos(0, 1, false));
    client.expect(BasicQosOk.class);
    client.send(1, new BasicConsume("full", "c", false, false, false, false, Headers.EMPTY));
    client.expect(BasicConsumeOk.class);
    return client;
  }

  private static void publish(RawClient client, int count, int bytes) throws IOException {
    for (int n = 0; n < count; n++) {
      client.send(1, TO_FULL, Properties.NONE, new byte[bytes]);
    }
  }

  /** The tag of the next delivery. */
  private static long delivery(RawClient client) throws IOException {
    long tag = client.expect(BasicDeliver.class).deliveryTag();
    assertThat(client.body()).isNotNull();
    return tag;
  }

  @Test
  void settlementsGoPastPublishesThatWait() throws Exception {
    try (RawClient client = consumer()) {
      publish(client, MANY, 1);
      for (int n = 0; n < 400; n++) {
        long tag = delivery(client);
        client.send(1, n % 2 == 0 ? new BasicAck(tag, false) : new BasicNack(tag, false, false));
      }
      assertThat(delivery(client)).isEqualTo(401);
    }
  }

  @Test
  void whatWasPublishedBeforeASettlementIsNotLostWithTheConnection() throws Exception {
    try (RawClient client = consumer()) {
      publish(client, MANY, 1);
      client.send(1, new BasicAck(delivery(client), false));
      delivery(client);
    }

    Channel other = server.connect().createChannel();
    Deliverer all = new Deliverer(other);
    other.basicConsume("full", true, all);
    await().atMost(DEADLINE).until(() -> all.count() == MANY - 1);
  }

  @Test
  void aConnectionThatConsumesIsNotUnreadForEver() throws Exception {
    try (RawClient client = consumer().channel(2)) {
      CompletableFuture<Void> published = new CompletableFuture<>();
      Thread publisher =
          new Thread(
              () -> {
                try {
                  publish(client, 40_000, 1_000);
                  published.complete(null);
                } catch (IOException e) {
                  published.completeExceptionally(e);
                }
              },
              "publisher");
      publisher.start();

      delivery(client);
      assertThat(client.farewell()).isEqualTo("channel 406");
      published.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
      client.send(2, new BasicQos(0, 1, false));
      assertThat(client.expect(BasicQosOk.class)).as("another channel goes on").isNotNull();
    }
  }

  @Test
  void whoOnlyPublishesWaitsAsLongAsItTakes() throws Exception {
    Channel publisher = server.connect().createChannel();
    publisher.confirmSelect();
    int count = 20_000;
    CompletableFuture<Void> published =
        CompletableFuture.runAsync(
            () -> {
              try {
                for (int n = 0; n < count; n++) {
                  publisher.basicPublish("", "full", null, new byte[1_000]);
                }
                publisher.waitForConfirmsOrDie(DEADLINE.toMillis());
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    await().during(Duration.ofSeconds(3)).atMost(DEADLINE).until(() -> !published.isDone());

    Channel other = server.connect().createChannel();
    Deliverer all = new Deliverer(other);
    other.basicConsume("full", true, all);
    published.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
    await().atMost(DEADLINE).until(() -> all.count() == count);
  }

  @Test
  void aTransactionThatSettlesDoesNotWaitForEver() throws Exception {
    Channel filler = server.connect().createChannel();
    for (int n = 0; n < LENGTH; n++) {
      filler.basicPublish("", "full", null, new byte[1]);
    }
    Channel transaction = server.connect().createChannel();
    transaction.txSelect();
    await().atMost(DEADLINE).until(() -> transaction.messageCount("full") == LENGTH);
    long tag = transaction.basicGet("full", false).getEnvelope().getDeliveryTag();
    transaction.basicPublish("", "full", null, new byte[1]);
    transaction.basicPublish("", "full", null, new byte[1]);
    transaction.basicAck(tag, false);
    CompletableFuture<ShutdownSignalException> end = new CompletableFuture<>();
    transaction.addShutdownListener(end::complete);
    CompletableFuture<Void> committed =
        CompletableFuture.runAsync(
            () -> {
              try {
                transaction.txCommit();
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });

    assertThat(end.get(DEADLINE.toSeconds(), TimeUnit.SECONDS).getMessage())
        .contains("406", "partial tx completion: a queue was full for 1 s");
    assertThat(committed).failsWithin(DEADLINE);
  }
}
