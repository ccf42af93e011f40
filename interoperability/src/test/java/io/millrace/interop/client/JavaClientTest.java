package io.millrace.interop.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import com.rabbitmq.client.Recoverable;
import com.rabbitmq.client.RecoveryListener;
import com.rabbitmq.client.RpcClient;
import com.rabbitmq.client.RpcClientParams;
import com.rabbitmq.client.RpcServer;
import io.millrace.interop.program.Figures;
import io.millrace.interop.server.AmqpServer;
import io.millrace.interop.server.AmqpServerExtension;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The official Java client, as applications use it. */
@ExtendWith(AmqpServerExtension.class)
class JavaClientTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final AmqpServer server;
  private final ConnectionFactory factory = new ConnectionFactory();
  private final String name = Names.fresh("java");
  private Connection connection;
  private Channel channel;

  JavaClientTest(AmqpServer server) {
    this.server = server;
  }

  @BeforeEach
  void connect() throws Exception {
    factory.setHost(server.host());
    factory.setPort(server.port());
    factory.setNetworkRecoveryInterval(100);
    connection = factory.newConnection(name);
    channel = connection.createChannel();
  }

  @AfterEach
  void disconnect() {
    connection.abort();
  }

  @Test
  void confirmsEveryMessageAlsoThoseItReturns() throws Exception {
    int count = 5_000;
    String queue = channel.queueDeclare().getQueue();
    ConcurrentSkipListSet<Long> open = new ConcurrentSkipListSet<>();
    Queue<String> returned = new ConcurrentLinkedQueue<>();
    channel.confirmSelect();
    channel.addConfirmListener(
        (tag, multiple) -> settle(open, tag, multiple),
        (tag, multiple) -> {
          throw new AssertionError("nack of " + tag);
        });
    channel.addReturnListener(
        message -> returned.add(message.getReplyCode() + " " + message.getRoutingKey()));
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      open.add(channel.getNextPublishSeqNo());
      String key = i % 10 == 0 ? name + ".nowhere." + i : queue;
      channel.basicPublish("", key, true, MessageProperties.MINIMAL_BASIC, bytes(i));
    }
    await().atMost(PATIENCE).until(open::isEmpty);
    long speed = Figures.perSecond(count, start);
    assertThat(returned)
        .containsExactlyElementsOf(
            IntStream.range(0, count / 10)
                .mapToObj(i -> "312 " + name + ".nowhere." + i * 10)
                .toList());
    assertThat(channel.messageCount(queue)).isEqualTo(count - count / 10);
    Figures.line(
        "Java client confirms",
        "%,d published, %d returned, all confirmed, %,d/s",
        count,
        returned.size(),
        speed);
  }

  private static void settle(ConcurrentSkipListSet<Long> open, long tag, boolean multiple) {
    if (multiple) {
      open.headSet(tag, true).clear();
    } else {
      open.remove(tag);
    }
  }

  @Test
  void goesOnWithTopologyAndConsumersAfterRestart() throws Exception {
    String queue = name + ".durable";
    String exchange = name + ".exchange";
    Queue<String> came = new ConcurrentLinkedQueue<>();
    channel.exchangeDeclare(exchange, BuiltinExchangeType.TOPIC, true);
    channel.queueDeclare(queue, true, false, false, null);
    channel.queueBind(queue, exchange, "a.#");
    String own = channel.queueDeclare().getQueue();
    channel.queueBind(own, exchange, "#.b");
    channel.basicConsume(queue, true, (tag, message) -> came.add("durable"), tag -> {});
    channel.basicConsume(own, true, (tag, message) -> came.add("exclusive"), tag -> {});
    CountDownLatch recovered = new CountDownLatch(1);
    ((Recoverable) connection).addRecoveryListener(new Recovered(recovered));

    server.restart();

    assertThat(recovered.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    channel.basicPublish(exchange, "a.b", null, bytes(1));
    await().atMost(PATIENCE).until(() -> came.size() == 2);
    assertThat(came).containsExactlyInAnyOrder("durable", "exclusive");
    channel.queueDelete(queue);
    channel.exchangeDelete(exchange);
    Figures.line(
        "Java client recovery", "connection, channel, topology and consumers after a restart");
  }

  @Test
  void findsAllThatWasConfirmedAfterKill() throws Exception {
    int enough = 3_000;
    int window = 1_000;
    String queue = name + ".kept";
    ConcurrentSkipListSet<Long> open = new ConcurrentSkipListSet<>();
    channel.queueDeclare(queue, true, false, false, null);
    channel.confirmSelect();
    channel.addConfirmListener((tag, all) -> settle(open, tag, all), (tag, all) -> {});
    long published = 0;
    while (published - open.size() < enough) {
      await().pollInterval(Duration.ofMillis(1)).until(() -> open.size() < window);
      open.add(++published);
      channel.basicPublish(
          "", queue, MessageProperties.MINIMAL_PERSISTENT_BASIC, bytes((int) published));
    }
    server.crash();
    connection.abort();
    try (Connection after = factory.newConnection();
        Channel reading = after.createChannel()) {
      ConcurrentSkipListSet<Long> found = new ConcurrentSkipListSet<>();
      for (GetResponse got = reading.basicGet(queue, true);
          got != null;
          got = reading.basicGet(queue, true)) {
        found.add(Long.parseLong(new String(got.getBody(), UTF_8)));
      }
      ConcurrentSkipListSet<Long> missing = new ConcurrentSkipListSet<>();
      LongStream.rangeClosed(1, published).forEach(missing::add);
      missing.removeAll(found);
      assertThat(open).as("not confirmed, and so maybe not there").containsAll(missing);
      reading.queueDelete(queue);
      Figures.line(
          "Java client kill -9",
          "%,d published, %,d confirmed and there, %,d more there",
          published,
          published - open.size(),
          found.size() - (published - open.size()));
    }
  }

  private record Recovered(CountDownLatch latch) implements RecoveryListener {
    @Override
    public void handleRecovery(Recoverable recoverable) {
      latch.countDown();
    }

    @Override
    public void handleRecoveryStarted(Recoverable recoverable) {
      // The end is what counts.
    }
  }

  @Test
  void callsByDirectReplyToAndByQueue() throws Exception {
    int calls = 1_000;
    String queue = channel.queueDeclare(name, false, false, true, null).getQueue();
    Connection serving = factory.newConnection();
    try {
      RpcServer rpc = new Doubling(serving.createChannel(), queue);
      Thread loop = new Thread(() -> run(rpc), "rpc-server");
      loop.start();
      RpcClient direct =
          new RpcClient(new RpcClientParams().channel(channel).exchange("").routingKey(queue));
      long start = System.nanoTime();
      for (int i = 0; i < calls; i++) {
        assertThat(direct.primitiveCall(bytes(i))).isEqualTo(bytes(i * 2));
      }
      long speed = Figures.perSecond(calls, start);
      direct.close();
      RpcClient byQueue =
          new RpcClient(
              new RpcClientParams()
                  .channel(channel)
                  .exchange("")
                  .routingKey(queue)
                  .replyTo(channel.queueDeclare().getQueue()));
      assertThat(byQueue.primitiveCall(bytes(21))).isEqualTo(bytes(42));
      byQueue.close();
      rpc.terminateMainloop();
      serving.close();
      loop.join(PATIENCE.toMillis());
      Figures.line("Java client RPC", "%,d calls one after the other, %,d/s", calls, speed);
    } finally {
      serving.abort();
    }
  }

  private static final class Doubling extends RpcServer {
    Doubling(Channel channel, String queue) throws IOException {
      super(channel, queue);
    }

    @Override
    public byte[] handleCall(byte[] request, BasicProperties reply) {
      return bytes(Integer.parseInt(new String(request, UTF_8)) * 2);
    }
  }

  private static void run(RpcServer rpc) {
    try {
      rpc.mainloop();
    } catch (IOException | com.rabbitmq.client.ShutdownSignalException e) {
      // The connection was closed under it, which is how it ends.
    }
  }

  @Test
  void routesThroughExchangesBoundToExchanges() throws Exception {
    String first = name + ".first";
    String second = name + ".second";
    String alternate = name + ".alternate";
    channel.exchangeDeclare(alternate, BuiltinExchangeType.FANOUT, false, true, null);
    channel.exchangeDeclare(
        first, BuiltinExchangeType.TOPIC, false, false, Map.of("alternate-exchange", alternate));
    channel.exchangeDeclare(second, BuiltinExchangeType.HEADERS, false, true, null);
    channel.exchangeBind(second, first, "orders.*");
    String matched = channel.queueDeclare().getQueue();
    String rest = channel.queueDeclare().getQueue();
    channel.queueBind(matched, second, "", Map.of("x-match", "any", "kind", "large", "n", 7));
    channel.queueBind(rest, alternate, "");
    BasicProperties large =
        new BasicProperties.Builder().headers(Map.of("kind", "large", "n", 1L)).build();
    channel.basicPublish(first, "orders.new", large, bytes(1));
    channel.basicPublish(first, "orders.new", null, bytes(2));
    channel.basicPublish(first, "invoices", large, bytes(3));
    assertThat(drained(matched)).containsExactly("1");
    assertThat(drained(rest)).containsExactly("3");
    channel.exchangeDelete(first);
  }

  private List<String> drained(String queue) throws IOException {
    List<String> bodies = new ArrayList<>();
    for (GetResponse got = channel.basicGet(queue, true);
        got != null;
        got = channel.basicGet(queue, true)) {
      bodies.add(new String(got.getBody(), UTF_8));
    }
    return bodies;
  }

  private static byte[] bytes(int number) {
    return Integer.toString(number).getBytes(UTF_8);
  }
}
