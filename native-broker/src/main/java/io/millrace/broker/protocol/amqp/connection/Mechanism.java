package io.millrace.broker.protocol.amqp.connection;

import java.util.concurrent.CompletableFuture;

/** How one client says who it is (RFC 4422), one response after another. For one thread. */
@FunctionalInterface
interface Mechanism {
  /** What comes of the client's next response. */
  CompletableFuture<LoginStep> respond(byte[] response);
}
