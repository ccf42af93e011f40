package io.millrace.broker.protocol.amqp.connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.CancelCallback;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import com.rabbitmq.client.ShutdownSignalException;
import io.millrace.broker.server.Broker;
import io.millrace.broker.server.BrokerSettings;
import io.millrace.broker.transport.Endpoint;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** RabbitMQ's own client, which knows of no difference. */
@Timeout(120)
class JavaClientTest {
  private static final CancelCallback NOT_CANCELLED = tag -> {};

  private Broker broker;
  private final ConnectionFactory factory = new ConnectionFactory();

  @BeforeEach
  void start() throws Exception {
    broker =
        Broker.start(
            BrokerSettings.embedded()
                .withAmqp(AmqpSettings.DEFAULT.withEndpoints(Endpoint.loopback(0))));
    factory.setUri("amqp://" + broker.amqpEndpoints().get(0));
    factory.setAutomaticRecoveryEnabled(false);
  }

  @AfterEach
  void stop() throws IOException {
    broker.close();
  }

  @Test
  void publishesAndConsumes() throws Exception {
    try (Connection connection = factory.newConnection("orders");
        Channel channel = connection.createChannel()) {
      String queue = channel.queueDeclare().getQueue();
      channel.confirmSelect();
      byte[] large = new byte[1 << 20];
      large[large.length - 1] = 7;
      channel.basicPublish("", queue, MessageProperties.PERSISTENT_TEXT_PLAIN, "a".getBytes(UTF_8));
      channel.basicPublish("", queue, null, new byte[0]);
      channel.basicPublish("", queue, null, large);
      assertThat(channel.waitForConfirms(10_000)).isTrue();

      BlockingQueue<byte[]> bodies = new LinkedBlockingQueue<>();
      channel.basicConsume(
          queue,
          false,
          (tag, delivery) -> {
            bodies.add(delivery.getBody());
            channel.basicAck(delivery.getEnvelope().getDeliveryTag(), false);
          },
          NOT_CANCELLED);
      List<byte[]> received = new ArrayList<>();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> bodies.drainTo(received) >= 0 && received.size() == 3);

      assertThat(received.get(0)).asString(UTF_8).isEqualTo("a");
      assertThat(received.get(1)).isEmpty();
      assertThat(received.get(2)).isEqualTo(large);
    }
  }

  @Test
  void seesThatItsPasswordIsWrong() {
    factory.setPassword("guess");

    assertThatThrownBy(factory::newConnection).isInstanceOf(AuthenticationFailureException.class);
  }

  @Test
  void seesThatItsVirtualHostIsNotThere() {
    factory.setVirtualHost("nowhere");

    assertThatThrownBy(factory::newConnection)
        .hasRootCauseInstanceOf(ShutdownSignalException.class)
        .hasStackTraceContaining("vhost nowhere not found");
  }

  @Test
  void seesThatTheBrokerStops() throws Exception {
    Connection connection = factory.newConnection();
    BlockingQueue<ShutdownSignalException> ends = new LinkedBlockingQueue<>();
    connection.addShutdownListener(ends::add);

    broker.close();

    assertThat(ends.take().getReason().toString()).contains("320", "CONNECTION_FORCED");
  }
}
