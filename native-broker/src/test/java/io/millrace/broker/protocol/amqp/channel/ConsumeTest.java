package io.millrace.broker.protocol.amqp.channel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.GetResponse;
import io.millrace.broker.vhost.QueueFacts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ConsumeTest {
  private static AmqpServer server;

  private Connection connection;
  private Channel channel;
  private String queue;

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
    queue = declare(channel, Map.of());
  }

  private static String declare(Channel channel, Map<String, Object> arguments) throws IOException {
    return channel.queueDeclare("", false, false, false, arguments).getQueue();
  }

  /** Messages 0, 1, 2 and so on, in the queue when this returns. */
  private void publish(String to, int count) throws Exception {
    try (Channel publisher = connection.createChannel()) {
      publisher.confirmSelect();
      for (int n = 0; n < count; n++) {
        publisher.basicPublish("", to, null, Integer.toString(n).getBytes(UTF_8));
      }
      publisher.waitForConfirmsOrDie(20_000);
    }
  }

  private Deliverer consume(Channel on, String from, boolean noAck) throws IOException {
    Deliverer consumer = new Deliverer(on);
    on.basicConsume(from, noAck, consumer);
    return consumer;
  }

  private QueueFacts facts(String of) {
    return server.host().queue(of, 0).join().value().orElseThrow();
  }

  private void awaitUnacknowledged(String of, long count) {
    await().untilAsserted(() -> assertThat(facts(of).unacknowledged()).isEqualTo(count));
  }

  private static List<String> numbers(int from, int to) {
    return IntStream.range(from, to).mapToObj(Integer::toString).toList();
  }

  @Test
  void deliversInOrderAndForgetsWhatIsAcknowledged() throws Exception {
    Deliverer consumer = consume(channel, queue, false);
    publish(queue, 100);

    assertThat(consumer.bodies(100)).isEqualTo(numbers(0, 100));
    channel.basicAck(100, true);
    awaitUnacknowledged(queue, 0);
    assertThat(facts(queue).ready()).isZero();
  }

  @Test
  void settlesOutOfOrderAndAcrossQueues() throws Exception {
    String other = declare(channel, Map.of());
    Deliverer consumer = consume(channel, queue, false);
    publish(queue, 4);
    List<Long> tags = new ArrayList<>();
    for (int n = 0; n < 4; n++) {
      tags.add(consumer.nextTag());
    }
    Deliverer second = consume(channel, other, false);
    publish(other, 2);
    long last = second.nextTag();
    last = Math.max(last, second.nextTag());

    channel.basicAck(tags.get(2), false);
    channel.basicReject(tags.get(0), false);
    awaitUnacknowledged(queue, 2);
    channel.basicAck(last, true);
    awaitUnacknowledged(queue, 0);
    awaitUnacknowledged(other, 0);
    assertThat(channel.isOpen()).isTrue();
  }

  @Test
  void whatIsGivenBackComesAgainWithItsCount() throws Exception {
    publish(queue, 2);
    Deliverer consumer = consume(channel, queue, false);
    channel.basicNack(consumer.nextTag(), false, true);
    consumer.next();

    Delivery again = consumer.next();
    assertThat(again.getBody()).isEqualTo("0".getBytes(UTF_8));
    assertThat(again.getEnvelope().isRedeliver()).isTrue();
    assertThat(again.getProperties().getHeaders()).containsEntry("x-delivery-count", 1L);
  }

  @Test
  void recoverBringsAllAgain() throws Exception {
    publish(queue, 3);
    Deliverer consumer = consume(channel, queue, false);
    assertThat(consumer.bodies(3)).isEqualTo(numbers(0, 3));
    channel.basicRecover(true);

    assertThat(consumer.bodies(3)).isEqualTo(numbers(0, 3));
  }

  @Test
  void whatAClosedChannelHeldGoesToOthers() throws Exception {
    publish(queue, 3);
    Channel first = connection.createChannel();
    consume(first, queue, false).bodies(3);
    GetResponse none = channel.basicGet(queue, true);
    assertThat(none).isNull();
    first.close();

    Deliverer second = consume(channel, queue, false);
    Delivery again = second.next();
    assertThat(again.getEnvelope().isRedeliver()).isTrue();
    assertThat(second.bodies(2)).isEqualTo(numbers(1, 3));
  }

  @Test
  void whatWasFetchedIsSettledOrGoesBack() throws Exception {
    publish(queue, 3);
    Channel first = connection.createChannel();
    GetResponse zero = first.basicGet(queue, false);
    assertThat(zero.getMessageCount()).isEqualTo(2);
    first.basicGet(queue, false);
    first.basicAck(zero.getEnvelope().getDeliveryTag(), false);
    first.close();

    await().untilAsserted(() -> assertThat(facts(queue).ready()).isEqualTo(2));
    GetResponse one = channel.basicGet(queue, true);
    assertThat(one.getBody()).isEqualTo("1".getBytes(UTF_8));
    assertThat(one.getEnvelope().isRedeliver()).isTrue();
  }

  @Test
  void eachConsumerHoldsNoMoreThanItsPrefetch() throws Exception {
    channel.basicQos(5, false);
    consume(channel, queue, false);
    consume(channel, queue, false);
    publish(queue, 50);

    awaitUnacknowledged(queue, 10);
    assertThat(facts(queue).ready()).isEqualTo(40);
  }

  @Test
  void allConsumersOfAChannelShareAGlobalPrefetch() throws Exception {
    String other = declare(channel, Map.of());
    channel.basicQos(5, true);
    Deliverer first = consume(channel, queue, false);
    Deliverer second = consume(channel, other, false);
    publish(queue, 20);
    publish(other, 20);

    for (int n = 0; n < 40; n++) {
      await().until(() -> first.count() + second.count() > 0);
      assertThat(facts(queue).unacknowledged() + facts(other).unacknowledged())
          .isLessThanOrEqualTo(5);
      channel.basicAck((first.count() > 0 ? first : second).nextTag(), false);
    }
    awaitUnacknowledged(queue, 0);
    awaitUnacknowledged(other, 0);
  }

  @Test
  void aGlobalPrefetchAlsoHoldsForConsumersOfBefore() throws Exception {
    channel.basicQos(0, false);
    consume(channel, queue, false);
    channel.basicQos(3, true);
    publish(queue, 20);
    awaitUnacknowledged(queue, 3);

    channel.basicQos(0, true);
    awaitUnacknowledged(queue, 20);
  }

  @Test
  void aPrefetchOfNoneIsNoLimit() throws Exception {
    channel.basicQos(0, false);
    Deliverer consumer = consume(channel, queue, false);
    publish(queue, 20_000);

    assertThat(consumer.bodies(20_000)).isEqualTo(numbers(0, 20_000));
    assertThat(facts(queue).unacknowledged()).isEqualTo(20_000);
    channel.basicAck(0, true);
    awaitUnacknowledged(queue, 0);
  }

  @Test
  void withoutAcknowledgementsAllIsDelivered() throws Exception {
    Deliverer consumer = consume(channel, queue, true);
    publish(queue, 30_000);

    assertThat(consumer.bodies(30_000)).isEqualTo(numbers(0, 30_000));
    assertThat(facts(queue).unacknowledged()).isZero();
  }

  @Test
  void twoConsumersOfPrefetchOneAlternate() throws Exception {
    channel.basicQos(1);
    Deliverer left = consume(channel, queue, false);
    Deliverer right = consume(channel, queue, false);
    publish(queue, 1_000);

    for (int n = 0; n < 1_000; n += 2) {
      Delivery one = left.next();
      Delivery two = right.next();
      assertThat(List.of(new String(one.getBody(), UTF_8), new String(two.getBody(), UTF_8)))
          .containsExactlyInAnyOrder(Integer.toString(n), Integer.toString(n + 1));
      channel.basicAck(one.getEnvelope().getDeliveryTag(), false);
      channel.basicAck(two.getEnvelope().getDeliveryTag(), false);
    }
  }

  @Test
  void nothingComesAfterTheAnswerToACancel() throws Exception {
    for (int round = 0; round < 50; round++) {
      Deliverer consumer = new Deliverer(channel);
      String tag = channel.basicConsume(queue, true, consumer);
      Channel publisher = connection.createChannel();
      for (int n = 0; n < 20; n++) {
        publisher.basicPublish("", queue, null, new byte[1]);
      }
      // Something for a consumer that is not there would end the client's connection.
      channel.basicCancel(tag);
      publisher.close();
    }
    assertThat(connection.isOpen()).isTrue();
  }

  @Test
  void whatACancelledConsumerHoldsCanBeSettled() throws Exception {
    publish(queue, 1);
    Deliverer consumer = new Deliverer(channel);
    String tag = channel.basicConsume(queue, false, consumer);
    long delivery = consumer.nextTag();
    channel.basicCancel(tag);
    channel.basicAck(delivery, false);

    awaitUnacknowledged(queue, 0);
    assertThat(facts(queue).ready()).isZero();
  }

  @Test
  void aConsumerIsToldThatItsQueueIsGone() throws Exception {
    Deliverer consumer = new Deliverer(channel);
    String tag = channel.basicConsume(queue, false, consumer);
    publish(queue, 1);
    long delivery = consumer.nextTag();
    connection.createChannel().queueDelete(queue);

    assertThat(Deliverer.take(consumer.cancelled)).isEqualTo(tag);
    channel.basicAck(delivery, false);
    channel.basicQos(1);
    assertThat(channel.isOpen()).isTrue();
  }

  @Test
  void higherPrioritiesAreServedFirst() throws Exception {
    channel.basicQos(1);
    Deliverer low = consume(channel, queue, false);
    Deliverer high = new Deliverer(channel);
    channel.basicConsume(queue, false, Map.of("x-priority", 10), high);
    publish(queue, 2);

    assertThat(high.bodies(1)).containsExactly("0");
    assertThat(low.bodies(1)).containsExactly("1");
  }

  @Test
  void aLateDeliveryGoesToOthersAndTheChannelStaysOpen() throws Exception {
    String strict = declare(channel, Map.of("x-consumer-timeout", 300));
    publish(strict, 1);
    channel.basicQos(1);
    Deliverer slow = consume(channel, strict, false);
    long tag = slow.nextTag();
    Deliverer other = consume(connection.createChannel(), strict, false);
    assertThat(other.bodies(1)).containsExactly("0");

    channel.basicAck(tag, false);
    publish(strict, 1);
    slow.next();
    assertThat(channel.isOpen()).isTrue();
  }

  @Test
  void aChannelThatIsStoppedGetsNothing() throws Exception {
    Deliverer consumer = consume(channel, queue, false);
    channel.rpc(new com.rabbitmq.client.AMQP.Channel.Flow.Builder().active(false).build());
    publish(queue, 1);
    assertThat(facts(queue).ready()).isEqualTo(1);

    channel.rpc(new com.rabbitmq.client.AMQP.Channel.Flow.Builder().active(true).build());
    assertThat(consumer.bodies(1)).containsExactly("0");
  }

  @Test
  void aPrefetchIsThereForThoseWhoAskForNone() throws Exception {
    consume(channel, queue, false);
    publish(queue, 1_000);

    awaitUnacknowledged(queue, ChannelSettings.DEFAULT.prefetch());
  }

  /** The code and the text are RabbitMQ's; the specification leaves limits to servers. */
  @Test
  void aChannelHasNoMoreConsumersThanTheBrokerAllows() throws Exception {
    try (AmqpServer strict =
        AmqpServer.start(
            settings -> settings,
            amqp -> amqp.withChannels(ChannelSettings.DEFAULT.withConsumers(2)))) {
      Channel one = strict.connect().createChannel();
      String consumed = declare(one, Map.of());
      String first = one.basicConsume(consumed, new DefaultConsumer(one));
      one.basicConsume(consumed, new DefaultConsumer(one));
      one.basicCancel(first);
      one.basicConsume(consumed, new DefaultConsumer(one));
      Channel another = one.getConnection().createChannel();
      another.basicConsume(consumed, new DefaultConsumer(another));

      assertThatThrownBy(() -> one.basicConsume(consumed, new DefaultConsumer(one)))
          .hasStackTraceContaining("reply-code=530")
          .hasStackTraceContaining("NOT_ALLOWED - reached maximum (2) of consumers per channel");
      assertThat(one.getConnection().isOpen()).isFalse();
    }
  }
}
