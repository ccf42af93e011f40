package io.millrace.broker.vhost;

import io.millrace.broker.exchange.RoutingTable;
import java.util.Set;

/**
 * What publishers read: one immutable picture of a virtual host's exchanges, bindings and queues.
 *
 * @param internal the exchanges that only other exchanges publish to, of which there are few
 */
record RouteSnapshot(RoutingTable<HostedQueue> table, Set<String> internal) {
  boolean isInternal(String exchange) {
    return !internal.isEmpty() && internal.contains(exchange);
  }
}
