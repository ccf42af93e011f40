package io.millrace.broker.protocol.amqp.connection;

import io.millrace.broker.server.Broker;
import io.millrace.broker.server.BrokerSettings;
import io.millrace.broker.transport.Endpoint;
import io.millrace.broker.vhost.VirtualHosts;
import java.io.IOException;

/** A broker that AMQP clients of this machine can reach. */
record ListeningBroker(Broker broker) implements AutoCloseable {
  static ListeningBroker start(AmqpSettings settings) throws IOException {
    return new ListeningBroker(
        Broker.start(
            BrokerSettings.embedded().withAmqp(settings.withEndpoints(Endpoint.loopback(0)))));
  }

  Endpoint endpoint() {
    return broker.amqpEndpoints().get(0);
  }

  VirtualHosts virtualHosts() {
    return broker.virtualHosts();
  }

  @Override
  public void close() throws IOException {
    broker.close();
  }
}
