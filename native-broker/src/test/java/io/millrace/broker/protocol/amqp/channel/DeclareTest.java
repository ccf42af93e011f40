package io.millrace.broker.protocol.amqp.channel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Exchanges, queues and bindings, and what their arguments do. */
@Timeout(60)
class DeclareTest {
  private static AmqpServer server;

  private Connection connection;
  private Channel channel;

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
    channel.confirmSelect();
  }

  private String queue(Map<String, Object> arguments) throws IOException {
    return channel.queueDeclare("", false, true, false, arguments).getQueue();
  }

  private void publish(String exchange, String key, Map<String, Object> headers, String text)
      throws Exception {
    BasicProperties properties = new BasicProperties.Builder().headers(headers).build();
    channel.basicPublish(exchange, key, properties, text.getBytes(UTF_8));
    channel.waitForConfirms(20_000);
  }

  private String get(String queue) throws IOException {
    GetResponse got = channel.basicGet(queue, true);
    return got == null ? "nothing" : new String(got.getBody(), UTF_8);
  }

  @Test
  void theLastDeclaredQueueIsMeantWhereNoneIsNamed() throws Exception {
    String name = queue(Map.of());
    channel.queueBind("", "amq.topic", "some.key");
    publish("amq.topic", "some.key", Map.of(), "a");
    // Without both names, the queue's is the key, too.
    channel.queueBind("", "amq.direct", "");
    publish("amq.direct", name, Map.of(), "b");

    assertThat(get("")).isEqualTo("a");
    assertThat(channel.queueDeclarePassive("").getMessageCount()).isEqualTo(1);
    assertThat(channel.queuePurge("").getMessageCount()).isEqualTo(1);
    assertThat(channel.queueDelete("").getMessageCount()).isZero();
  }

  @Test
  void declaringAgainIsTheSame() throws Exception {
    String name = queue(Map.of("x-max-length", 5, "x-anything", "unknown"));
    channel.queueDeclare(name, false, true, false, Map.of("x-max-length", 5L));
    channel.exchangeDeclare("again", "topic", false, true, Map.of());
    channel.exchangeDeclare("again", "topic", false, true, Map.of());
    channel.exchangeDeclarePassive("again");

    assertThat(channel.queueDeclarePassive(name).getConsumerCount()).isZero();
    channel.exchangeDelete("again");
  }

  @Test
  void deletingAndUnbindingWhatIsNotThereIsDone() throws Exception {
    String name = queue(Map.of());

    assertThat(channel.queueDelete("none").getMessageCount()).isZero();
    channel.exchangeDelete("none");
    channel.queueUnbind(name, "amq.direct", "never bound");
    channel.queueUnbind("none", "amq.direct", "k");
    channel.queueUnbind(name, "none", "k");
    channel.exchangeUnbind("none", "amq.direct", "k");
    channel.basicAck(0, true);
    assertThat(channel.queueDeclarePassive(name).getMessageCount()).isZero();
  }

  @Test
  void whoDoesNotWaitIsNotAnswered() throws Exception {
    String name = queue(Map.of());
    channel.exchangeDeclareNoWait("quiet", "fanout", false, false, false, Map.of());
    channel.exchangeBindNoWait("amq.fanout", "quiet", "", Map.of());
    channel.queueBindNoWait(name, "amq.fanout", "", Map.of());
    publish("quiet", "", Map.of(), "a");
    assertThat(get(name)).isEqualTo("a");
    channel.queueDeclareNoWait("silent", false, false, false, Map.of());
    channel.queueDeclarePassive("silent");
    channel.queueDeleteNoWait("silent", false, false);
    channel.exchangeUnbindNoWait("amq.fanout", "quiet", "", Map.of());
    channel.exchangeDeleteNoWait("quiet", false);
    channel.asyncRpc(new AMQP.Queue.Purge.Builder().queue(name).nowait().build());
    channel.asyncRpc(new AMQP.Confirm.Select.Builder().nowait().build());

    assertThatThrownBy(() -> channel.exchangeDeclarePassive("quiet"))
        .hasStackTraceContaining("NOT_FOUND - no exchange 'quiet'");
    assertThatThrownBy(() -> connection.createChannel().queueDeclarePassive("silent"))
        .hasStackTraceContaining("NOT_FOUND - no queue 'silent'");
  }

  @Test
  void autoDeleteExchangesGoWithTheirLastBinding() throws Exception {
    channel.exchangeDeclare("passing", "direct", false, true, Map.of());
    String name = queue(Map.of());
    channel.queueBind(name, "passing", "k");
    channel.queueUnbind(name, "passing", "k");

    assertThatThrownBy(() -> channel.exchangeDeclarePassive("passing"))
        .hasStackTraceContaining("NOT_FOUND");
  }

  @Test
  void exclusiveQueuesGoWithTheirConnection() throws Exception {
    channel.queueDeclare("mine", false, true, false, Map.of());
    Channel other = server.connect().createChannel();
    connection.close();

    other.queueDeclare("mine", false, true, false, Map.of());
  }

  @Test
  void anExclusiveQueueIsNeverDurable() throws Exception {
    channel.queueDeclare("never-durable", true, true, false, Map.of());
    channel.queueDeclare("never-durable", false, true, false, Map.of());

    assertThat(server.host().queues())
        .filteredOn(queue -> queue.name().equals("never-durable"))
        .hasSize(1)
        .allMatch(queue -> !queue.durable());
  }

  @Test
  void whatIsNotBoundMayBeUnboundWhosesoeverQueueItIs() throws Exception {
    channel.queueDeclare("bound", false, true, false, Map.of());
    channel.queueBind("bound", "amq.direct", "key");
    Channel other = server.connect().createChannel();

    other.queueUnbind("bound", "amq.direct", "other");

    assertThatThrownBy(() -> other.queueUnbind("bound", "amq.direct", "key"))
        .hasStackTraceContaining("RESOURCE_LOCKED");
  }

  @Test
  void headersAreMatchedByTheirTypes() throws Exception {
    String all = queue(Map.of());
    String any = queue(Map.of());
    channel.queueBind(all, "amq.headers", "", Map.of("x-match", "all", "a", 1, "b", "x"));
    channel.queueBind(any, "amq.headers", "", Map.of("x-match", "any", "a", 1, "b", "x"));
    publish("amq.headers", "", Map.of("a", 1, "b", "x"), "both");
    publish("amq.headers", "", Map.of("a", 1, "b", "y"), "one");
    publish("amq.headers", "", Map.of("a", "1"), "none");

    assertThat(List.of(get(all), get(all))).containsExactly("both", "nothing");
    assertThat(List.of(get(any), get(any), get(any))).containsExactly("both", "one", "nothing");
  }

  @Test
  void whatExpiresBecomesADeadLetterWithItsHistory() throws Exception {
    String dead = queue(Map.of());
    String waiting =
        queue(
            Map.of(
                "x-message-ttl",
                50,
                "x-dead-letter-exchange",
                "",
                "x-dead-letter-routing-key",
                dead));
    publish("", waiting, Map.of("h", 1), "m");

    await().untilAsserted(() -> assertThat(channel.messageCount(dead)).isEqualTo(1));
    Map<String, Object> headers = channel.basicGet(dead, true).getProps().getHeaders();
    assertThat(headers)
        .containsKeys("h", "x-death", "x-first-death-exchange")
        .hasEntrySatisfying(
            "x-first-death-reason", reason -> assertThat(reason).hasToString("expired"))
        .hasEntrySatisfying("x-first-death-queue", queue -> assertThat(queue).hasToString(waiting));
    Map<?, ?> death = (Map<?, ?>) ((List<?>) headers.get("x-death")).get(0);
    assertThat(death.get("count")).isEqualTo(1L);
    assertThat(death.get("queue")).hasToString(waiting);
    assertThat(death.get("exchange")).hasToString("");
    assertThat((List<?>) death.get("routing-keys")).singleElement().hasToString(waiting);
    assertThat(death.get("time")).isInstanceOf(Date.class);
  }

  @Test
  void aFullQueueDoesWhatItSays() throws Exception {
    String dead = queue(Map.of());
    String head = queue(Map.of("x-max-length", 10, "x-overflow", "drop-head"));
    String tail =
        queue(
            Map.of(
                "x-max-length",
                10,
                "x-overflow",
                "reject-publish-dlx",
                "x-dead-letter-exchange",
                "",
                "x-dead-letter-routing-key",
                dead));
    for (int n = 0; n < 11; n++) {
      publish("", head, Map.of(), "m" + n);
      publish("", tail, Map.of(), "m" + n);
    }

    assertThat(get(head)).isEqualTo("m1");
    assertThat(get(tail)).isEqualTo("m0");
    await().untilAsserted(() -> assertThat(get(dead)).isEqualTo("m10"));
  }

  @Test
  void anUnusedQueueExpires() throws Exception {
    String name =
        channel.queueDeclare("", false, false, false, Map.of("x-expires", 100)).getQueue();

    await()
        .untilAsserted(
            () -> assertThat(server.host().queues()).noneMatch(q -> q.name().equals(name)));
  }

  @Test
  void delayedMessagesComeLater() throws Exception {
    channel.exchangeDeclare(
        "later", "x-delayed-message", false, true, Map.of("x-delayed-type", "direct"));
    String name = queue(Map.of());
    channel.queueBind(name, "later", "k");
    long before = System.nanoTime();
    publish("later", "k", Map.of("x-delay", 300), "m");
    assertThat(get(name)).isEqualTo("nothing");

    await().untilAsserted(() -> assertThat(channel.messageCount(name)).isEqualTo(1));
    assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(300_000_000L);
  }

  @Test
  void duplicatesAreDroppedAndGroupsKeepTheirOrder() throws Exception {
    String once = queue(Map.of("x-message-deduplication", true));
    publish("", once, Map.of("x-deduplication-header", "a"), "1");
    publish("", once, Map.of("x-deduplication-header", "a"), "2");
    assertThat(List.of(get(once), get(once))).containsExactly("1", "nothing");

    String grouped = queue(Map.of("x-message-group", true));
    publish("", grouped, Map.of("x-message-group", "g"), "1");
    publish("", grouped, Map.of("x-message-group", "g"), "2");
    publish("", grouped, Map.of("x-message-group", "h"), "3");
    GetResponse first = channel.basicGet(grouped, false);
    assertThat(get(grouped)).isEqualTo("3");
    assertThat(get(grouped)).isEqualTo("nothing");
    channel.basicAck(first.getEnvelope().getDeliveryTag(), false);
    await().untilAsserted(() -> assertThat(get(grouped)).isEqualTo("2"));
  }

  @Test
  void oneConsumerIsActiveAtATime() throws Exception {
    String name = queue(Map.of("x-single-active-consumer", true));
    Deliverer first = new Deliverer(channel);
    String tag = channel.basicConsume(name, true, first);
    Deliverer second = new Deliverer(channel);
    channel.basicConsume(name, true, second);
    publish("", name, Map.of(), "a");
    assertThat(first.bodies(1)).containsExactly("a");
    channel.basicCancel(tag);
    publish("", name, Map.of(), "b");

    assertThat(second.bodies(1)).containsExactly("b");
  }

  @Test
  void quorumQueuesAreTakenAndStreamsRefused() throws Exception {
    channel.queueDeclare(
        "quorum", true, false, false, Map.of("x-queue-type", "quorum", "x-delivery-limit", 1));
    publish("", "quorum", Map.of(), "m");
    Deliverer consumer = new Deliverer(channel);
    channel.basicConsume("quorum", false, consumer);
    channel.basicNack(consumer.nextTag(), false, true);
    channel.basicNack(consumer.nextTag(), false, true);
    channel.queueDelete("quorum");

    assertThatThrownBy(
            () -> channel.queueDeclare("s", true, false, false, Map.of("x-queue-type", "stream")))
        .hasStackTraceContaining("there are no streams here");
  }
}
