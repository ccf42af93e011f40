package io.millrace.amqp;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Another client, which knows nothing of us. Its connection ends with its broker. */
final class BrokerQueues implements AutoCloseable {
  private final Connection connection;
  private final Channel channel;

  BrokerQueues(String uri) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(uri);
    factory.setAutomaticRecoveryEnabled(false);
    connection = factory.newConnection("test");
    channel = connection.createChannel();
  }

  void declare(String queue, Map<String, Object> arguments) throws Exception {
    channel.queueDeclare(queue, true, false, false, arguments);
  }

  void bind(String queue, String exchange, String routingKey) throws Exception {
    channel.queueBind(queue, exchange, routingKey);
  }

  void delete(String queue) throws Exception {
    channel.queueDelete(queue);
  }

  void publish(String queue, String body) throws Exception {
    publish(queue, body, new AMQP.BasicProperties());
  }

  void publish(String queue, String body, AMQP.BasicProperties properties) throws Exception {
    channel.basicPublish("", queue, properties, body.getBytes(UTF_8));
  }

  /** What waits in a queue, taken out of it. */
  List<GetResponse> drain(String queue) throws Exception {
    List<GetResponse> all = new ArrayList<>();
    for (GetResponse next = channel.basicGet(queue, true);
        next != null;
        next = channel.basicGet(queue, true)) {
      all.add(next);
    }
    return all;
  }

  /** What waits in a queue, which keeps it. */
  List<GetResponse> peek(String queue) throws Exception {
    List<GetResponse> all = new ArrayList<>();
    try (Channel reading = connection.createChannel()) {
      for (GetResponse next = reading.basicGet(queue, false);
          next != null;
          next = reading.basicGet(queue, false)) {
        all.add(next);
      }
    }
    return all;
  }

  boolean exists(String queue) throws Exception {
    Channel asking = connection.createChannel();
    try {
      asking.queueDeclarePassive(queue);
      return true;
    } catch (IOException missing) {
      return false;
    } finally {
      asking.abort();
    }
  }

  /** How many messages wait in a queue, those that are with consumers not counted. */
  long ready(String queue) throws Exception {
    return channel.messageCount(queue);
  }

  @Override
  public void close() throws Exception {
    connection.abort();
  }
}
