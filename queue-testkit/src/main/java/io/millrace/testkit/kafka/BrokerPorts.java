package io.millrace.testkit.kafka;

import io.millrace.testkit.server.LoopbackPorts;

/**
 * Where a broker listens; kept through restarts.
 *
 * @param open for clients, without authentication
 * @param sasl for clients with a password; unused by a broker without users
 * @param controller for the broker itself
 */
record BrokerPorts(int open, int sasl, int controller) {
  static BrokerPorts free() {
    return new BrokerPorts(LoopbackPorts.free(), LoopbackPorts.free(), LoopbackPorts.free());
  }
}
