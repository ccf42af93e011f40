package io.millrace.broker.protocol.amqp.channel;

import static io.millrace.broker.protocol.amqp.channel.ErrorCase.channel;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.util.Map;

/** What clients do before they make a mistake. */
final class Steps {
  static final byte[] BODY = "body".getBytes(UTF_8);

  private Steps() {}

  static void declare(Channel channel, String queue, Map<String, Object> arguments)
      throws IOException {
    channel.queueDeclare(queue, false, false, false, arguments);
  }

  static void consume(Channel channel, String queue, String tag) throws IOException {
    channel.basicConsume(queue, false, tag, new DefaultConsumer(channel));
  }

  static void publishOne(Channel channel) throws Exception {
    declare(channel, "plain", Map.of());
    channel.confirmSelect();
    channel.basicPublish("", "plain", null, BODY);
    channel.waitForConfirmsOrDie(20_000);
  }

  static long fetchOne(Channel channel) throws Exception {
    publishOne(channel);
    GetResponse response = channel.basicGet("plain", false);
    return response.getEnvelope().getDeliveryTag();
  }
}
