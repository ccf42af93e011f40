package io.millrace.broker.server;

import io.millrace.broker.metrics.BrokerMeters;
import io.millrace.broker.protocol.amqp.connection.AmqpFront;
import io.millrace.broker.protocol.http.HttpFront;
import io.millrace.broker.protocol.moonmq.MoonmqFront;

/** What the fronts count. */
final class FrontMeters {
  private FrontMeters() {}

  static void bind(
      BrokerMeters meters,
      Listeners listeners,
      MoonmqFront moonmq,
      AmqpFront amqp,
      HttpFront http) {
    meters.connections("native", () -> listeners.connections(Listeners.Protocol.NATIVE));
    meters.connections("amqp", () -> listeners.connections(Listeners.Protocol.AMQP));
    meters.connections("http", () -> listeners.connections(Listeners.Protocol.HTTP));
    meters.gauge("http.held", "Messages that HTTP clients are to acknowledge", http::held);
    meters.counter(
        "acks.unknown", "Acks of messages that the client did not hold", moonmq::unknownAcks);
    meters.gauge("amqp.channels", "Channels that are open", amqp::channels);
    meters.gauge(
        "amqp.connections.blocked",
        "Connections that publish, and wait until there is room",
        amqp::blockedConnections);
    meters.counter("amqp.logins.refused", "Clients that were not let in", amqp::refusedLogins);
  }
}
