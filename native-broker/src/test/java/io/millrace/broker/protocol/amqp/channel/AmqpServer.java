package io.millrace.broker.protocol.amqp.channel;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.millrace.broker.protocol.amqp.connection.AmqpSettings;
import io.millrace.broker.server.Broker;
import io.millrace.broker.server.BrokerSettings;
import io.millrace.broker.transport.Endpoint;
import io.millrace.broker.vhost.VirtualHost;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A broker that listens for AMQP, and the connections of RabbitMQ's Java client to it. */
final class AmqpServer implements AutoCloseable {
  private final Broker broker;
  private final ConnectionFactory factory = new ConnectionFactory();
  private final List<Connection> connections = new ArrayList<>();

  private AmqpServer(BrokerSettings settings) throws Exception {
    broker = Broker.start(settings);
    factory.setUri("amqp://" + broker.amqpEndpoints().get(0));
    factory.setAutomaticRecoveryEnabled(false);
  }

  /** One in memory. */
  static AmqpServer start() throws Exception {
    return start(settings -> settings);
  }

  static AmqpServer start(UnaryOperator<BrokerSettings> change) throws Exception {
    return start(change, amqp -> amqp);
  }

  static AmqpServer start(
      UnaryOperator<BrokerSettings> change, UnaryOperator<AmqpSettings> changeAmqp)
      throws Exception {
    AmqpSettings amqp = changeAmqp.apply(AmqpSettings.DEFAULT.withEndpoints(Endpoint.loopback(0)));
    return new AmqpServer(change.apply(BrokerSettings.embedded().withAmqp(amqp)));
  }

  /** A new connection, which is closed with this. */
  Connection connect() throws Exception {
    Connection connection = factory.newConnection();
    connections.add(connection);
    return connection;
  }

  Endpoint endpoint() {
    return broker.amqpEndpoints().get(0);
  }

  VirtualHost host() {
    return broker.virtualHosts().host("/").orElseThrow();
  }

  Broker broker() {
    return broker;
  }

  @Override
  public void close() throws IOException {
    connections.forEach(Connection::abort);
    broker.close();
  }
}
