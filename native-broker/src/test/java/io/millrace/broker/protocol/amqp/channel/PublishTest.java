package io.millrace.broker.protocol.amqp.channel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConfirmListener;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PublishTest {
  private static AmqpServer server;

  private Connection connection;
  private Channel channel;

  /** Returns and confirms in the order in which they came. */
  private final BlockingQueue<String> news = new LinkedBlockingQueue<>();

  @BeforeAll
  static void start() throws Exception {
    server = AmqpServer.start();
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @BeforeEach
  void open() throws Exception {
    connection = server.connect();
    channel = connection.createChannel();
    channel.addReturnListener(
        back ->
            news.add(back.getReplyCode() + " " + back.getReplyText() + " " + text(back.getBody())));
    channel.addConfirmListener(
        new ConfirmListener() {
          @Override
          public void handleAck(long tag, boolean multiple) {
            news.add("ack " + tag);
          }

          @Override
          public void handleNack(long tag, boolean multiple) {
            news.add("nack " + tag);
          }
        });
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }

  private static byte[] body(String text) {
    return text.getBytes(UTF_8);
  }

  private String queue(Map<String, Object> arguments) throws IOException {
    return channel.queueDeclare("", false, true, false, arguments).getQueue();
  }

  private String nextNews() throws InterruptedException {
    return Deliverer.take(news);
  }

  @Test
  void aMandatoryMessageToNowhereComesBackBeforeItIsConfirmed() throws Exception {
    channel.confirmSelect();
    channel.basicPublish("amq.direct", "nowhere", true, null, body("m"));

    assertThat(nextNews()).isEqualTo("312 NO_ROUTE m");
    assertThat(nextNews()).isEqualTo("ack 1");
  }

  @Test
  void anImmediateMessageComesBackWhereNobodyCanTakeItAtOnce() throws Exception {
    String queue = queue(Map.of());
    channel.confirmSelect();
    channel.basicPublish("", queue, false, true, null, body("early"));
    assertThat(nextNews()).isEqualTo("313 NO_CONSUMERS early");
    assertThat(nextNews()).isEqualTo("ack 1");

    Deliverer consumer = new Deliverer(channel);
    channel.basicConsume(queue, consumer);
    channel.basicPublish("", queue, false, true, null, body("in time"));
    assertThat(consumer.bodies(1)).containsExactly("in time");
    assertThat(nextNews()).isEqualTo("ack 2");
  }

  @Test
  void aFullQueueRefusesAndSaysSo() throws Exception {
    String queue = queue(Map.of("x-max-length", 1, "x-overflow", "reject-publish"));
    channel.confirmSelect();
    channel.basicPublish("", queue, null, body("a"));
    channel.basicPublish("", queue, null, body("b"));

    assertThat(List.of(nextNews(), nextNews())).containsExactlyInAnyOrder("ack 1", "nack 2");
    assertThat(text(channel.basicGet(queue, true).getBody())).isEqualTo("a");
  }

  @Test
  void confirmsCountFromWhereTheyWereAskedFor() throws Exception {
    String queue = queue(Map.of());
    channel.basicPublish("", queue, null, body("before"));
    channel.confirmSelect();
    channel.confirmSelect();
    channel.basicPublish("", queue, null, body("after"));

    assertThat(channel.waitForConfirms(20_000)).isTrue();
    assertThat(nextNews()).isEqualTo("ack 1");
  }

  @Test
  void confirmsAllOfManyMessages() throws Exception {
    String queue = queue(Map.of());
    channel.confirmSelect();
    for (int n = 0; n < 20_000; n++) {
      channel.basicPublish("", queue, null, body("m" + n));
    }

    channel.waitForConfirmsOrDie(40_000);
    assertThat(channel.messageCount(queue)).isEqualTo(20_000);
    assertThat(text(channel.basicGet(queue, true).getBody())).isEqualTo("m0");
  }

  @Test
  void copiesGoWhereTheSenderSaysAndBlindOnesAreNotSeen() throws Exception {
    String first = queue(Map.of());
    String second = queue(Map.of());
    String third = queue(Map.of());
    Map<String, Object> headers = Map.of("CC", List.of(second), "BCC", List.of(third));
    channel.confirmSelect();
    channel.basicPublish(
        "", first, new BasicProperties.Builder().headers(headers).build(), body("m"));
    channel.waitForConfirmsOrDie(20_000);

    for (String each : List.of(first, second, third)) {
      GetResponse got = channel.basicGet(each, true);
      assertThat(got.getProps().getHeaders()).containsOnlyKeys("CC");
      assertThat(got.getEnvelope().getRoutingKey()).isEqualTo(first);
    }
  }

  @Test
  void propertiesArriveAsTheyWere() throws Exception {
    String queue = queue(Map.of());
    BasicProperties properties =
        new BasicProperties.Builder()
            .contentType("text/plain")
            .contentEncoding("gzip")
            .headers(Map.of("n", 7, "list", List.of(1, 2)))
            .deliveryMode(2)
            .priority(3)
            .correlationId("c")
            .replyTo("r")
            .expiration("60000")
            .messageId("m")
            .timestamp(new java.util.Date(1_700_000_000_000L))
            .type("t")
            .userId("guest")
            .appId("a")
            .build();
    channel.basicPublish("", queue, properties, body("m"));

    assertThat(get(queue).getProps()).isEqualTo(properties);
  }

  private GetResponse get(String queue) {
    List<GetResponse> got = new ArrayList<>();
    await()
        .until(
            () -> {
              GetResponse next = channel.basicGet(queue, true);
              if (next != null) {
                got.add(next);
              }
              return !got.isEmpty();
            });
    return got.get(0);
  }

  @Test
  void whatNoBindingMatchesGoesToTheAlternateExchange() throws Exception {
    channel.exchangeDeclare("spare", "fanout", false, true, Map.of());
    channel.exchangeDeclare("main", "direct", false, true, Map.of("alternate-exchange", "spare"));
    String queue = queue(Map.of());
    channel.queueBind(queue, "spare", "");
    channel.confirmSelect();
    channel.basicPublish("main", "nowhere", true, null, body("m"));

    assertThat(nextNews()).isEqualTo("ack 1");
    assertThat(text(channel.basicGet(queue, true).getBody())).isEqualTo("m");
    channel.exchangeDelete("main");
  }

  @Test
  void bodiesOfManyFramesArriveWhole() throws Exception {
    String queue = queue(Map.of());
    byte[] large = new byte[1_000_003];
    for (int i = 0; i < large.length; i++) {
      large[i] = (byte) (i * 31);
    }
    channel.confirmSelect();
    channel.basicPublish("", queue, null, large);
    channel.basicPublish("", queue, null, new byte[0]);
    channel.waitForConfirmsOrDie(20_000);

    assertThat(channel.basicGet(queue, true).getBody()).isEqualTo(large);
    assertThat(channel.basicGet(queue, true).getBody()).isEmpty();
  }
}
