package io.millrace.broker.protocol.amqp.channel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ManyChannelsTest {
  @Test
  void aChannelThatIsBlockedByAFullQueueHoldsUpNoOther() throws Exception {
    try (AmqpServer server = AmqpServer.start()) {
      Connection connection = server.connect();
      Channel blocked = connection.createChannel();
      blocked.queueDeclare(
          "full", false, false, false, Map.of("x-max-length", 10, "x-overflow", "block"));
      blocked.confirmSelect();
      // More than may be on its way, so that the rest waits for the queue.
      int published = 17_000;
      for (int n = 0; n < published; n++) {
        blocked.basicPublish("", "full", null, new byte[1]);
      }

      List<Channel> others = new ArrayList<>();
      for (int n = 0; n < 1_000; n++) {
        others.add(connection.createChannel());
      }
      for (Channel each : others) {
        String queue = each.queueDeclare().getQueue();
        each.confirmSelect();
        each.basicPublish("", queue, null, "m".getBytes(UTF_8));
        each.waitForConfirmsOrDie(20_000);
        assertThat(each.basicGet(queue, true).getMessageCount()).isZero();
      }

      Deliverer consumer = new Deliverer(others.get(0));
      others.get(0).basicConsume("full", true, consumer);
      blocked.waitForConfirmsOrDie(60_000);
      assertThat(consumer.bodies(published)).hasSize(published);
    }
  }
}
