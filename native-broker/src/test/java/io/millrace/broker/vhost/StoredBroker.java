package io.millrace.broker.vhost;

import io.millrace.broker.server.Broker;
import io.millrace.broker.server.BrokerSettings;
import java.io.IOException;
import java.time.Duration;

/** A broker over a store. */
final class StoredBroker implements HostCalls, AutoCloseable {
  private final Broker broker;

  StoredBroker(BrokerSettings settings) throws IOException {
    broker = Broker.start(settings.withStopWithin(Duration.ofSeconds(20)));
  }

  VirtualHosts hosts() {
    return broker.virtualHosts();
  }

  @Override
  public VirtualHost host() {
    return hosts().host(VirtualHosts.DEFAULT_NAME).orElseThrow();
  }

  /** An end in order. */
  @Override
  public void close() throws IOException {
    broker.close();
  }

  /** An end after which nobody asks what could not be stored. */
  void abandon() {
    try {
      broker.close();
    } catch (IOException itsStoreIsSomebodyElsesByNow) {
      // It was to die: whatever it did not get done is what a dead one leaves.
    }
  }
}
