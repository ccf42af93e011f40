package io.millrace.testkit.kafka;

import io.millrace.testkit.server.LoopbackPorts;

/**
 * Where a broker listens; kept through restarts.
 *
 * @param open for clients, without authentication
 * @param sasl for clients with a password; unused by a broker without users
 * @param tls for clients over TLS; unused by a broker without a key
 * @param controller for the broker itself
 */
record BrokerPorts(int open, int sasl, int tls, int controller) {
  static BrokerPorts free() {
    return new BrokerPorts(
        LoopbackPorts.free(), LoopbackPorts.free(), LoopbackPorts.free(), LoopbackPorts.free());
  }
}
