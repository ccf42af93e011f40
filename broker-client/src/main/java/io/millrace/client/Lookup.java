package io.millrace.client;

import java.net.SocketAddress;
import java.util.concurrent.CompletionStage;

/** Finds out where an address is, anew for each connection. Never blocks. */
@FunctionalInterface
interface Lookup {
  /** Fails with an {@link java.io.IOException} if the system does not know it. */
  CompletionStage<SocketAddress> find(Address address);
}
