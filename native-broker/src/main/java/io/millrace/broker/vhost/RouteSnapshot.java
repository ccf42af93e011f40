package io.millrace.broker.vhost;

import io.millrace.broker.exchange.RoutingTable;
import java.util.Optional;
import java.util.Set;

/**
 * What publishers read: one immutable picture of a virtual host's exchanges, bindings and queues.
 *
 * @param internal the exchanges that only other exchanges publish to, of which there are few
 */
record RouteSnapshot(
    RoutingTable<HostedQueue> table, Set<String> internal, VirtualHostOptions options) {
  RouteSnapshot withTable(RoutingTable<HostedQueue> other) {
    return new RouteSnapshot(other, internal, options);
  }

  RouteSnapshot withOptions(VirtualHostOptions others) {
    return new RouteSnapshot(table, internal, others);
  }

  /** Whether there is such an exchange; the default one always is. */
  boolean has(String exchange) {
    return exchange.isEmpty() || table.exchange(exchange).isPresent();
  }

  boolean isInternal(String exchange) {
    return !internal.isEmpty() && internal.contains(exchange);
  }

  /** Where messages go that are routed nowhere, if they are kept. */
  Optional<HostedQueue> parking() {
    return options.isParking() ? table.queue(VirtualHostOptions.PARKING_QUEUE) : Optional.empty();
  }
}
