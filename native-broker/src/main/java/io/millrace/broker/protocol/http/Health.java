package io.millrace.broker.protocol.http;

import java.util.Optional;

/** How the broker is. From any thread, never blocks. */
public interface Health {
  /** Why it should be started anew; empty if it need not be. */
  Optional<String> failure();

  /** Why nobody should send anything now; empty if it is ready. */
  Optional<String> notReady();

  /** Which queues have fewer consumers than they are to have; empty if none has. */
  Optional<String> missingConsumers();
}
