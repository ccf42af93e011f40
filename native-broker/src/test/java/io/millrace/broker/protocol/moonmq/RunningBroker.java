package io.millrace.broker.protocol.moonmq;

import io.millrace.broker.security.Permissions;
import io.millrace.broker.security.User;
import io.millrace.broker.server.Broker;
import io.millrace.broker.server.BrokerSettings;
import io.millrace.broker.transport.Endpoint;
import io.millrace.broker.vhost.QueueFacts;
import io.millrace.broker.vhost.Users;
import io.millrace.broker.vhost.VirtualHosts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A broker in memory with clients that end before it. Nobody has to log in. */
final class RunningBroker implements AutoCloseable {
  final Broker broker;
  private final List<NativeClient> clients = new ArrayList<>();

  RunningBroker() throws IOException {
    this(MoonmqSettings.DEFAULT.withoutAuthentication());
  }

  RunningBroker(MoonmqSettings settings) throws IOException {
    this(BrokerSettings.embedded().withMoonmq(settings));
  }

  RunningBroker(BrokerSettings settings) throws IOException {
    broker = Broker.start(settings);
  }

  Endpoint endpoint() {
    return broker.endpoints().get(0);
  }

  NativeClient client() throws IOException {
    NativeClient client = NativeClient.connect(endpoint());
    clients.add(client);
    return client;
  }

  NativeClient clientThatDoesNotRead() throws IOException {
    NativeClient client = NativeClient.connectWithoutReading(endpoint());
    clients.add(client);
    return client;
  }

  /** Adds a user who may do everything. */
  void addUser(User user) {
    Users users = broker.virtualHosts().users();
    users.put(user).join();
    users.permit(user.name(), VirtualHosts.DEFAULT_NAME, Permissions.ALL).join();
  }

  QueueFacts facts(String queue) {
    return broker
        .virtualHosts()
        .host(VirtualHosts.DEFAULT_NAME)
        .orElseThrow()
        .queue(queue, 0)
        .join()
        .value()
        .orElseThrow();
  }

  @Override
  public void close() throws IOException {
    for (NativeClient client : clients) {
      client.close();
    }
    broker.close();
  }
}
