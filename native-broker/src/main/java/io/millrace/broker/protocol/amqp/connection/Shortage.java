package io.millrace.broker.protocol.amqp.connection;

import java.util.Optional;

/**
 * What the broker is short of, so that it takes no messages for now. From any thread, asked often:
 * must cost next to nothing while there is nothing.
 */
@FunctionalInterface
public interface Shortage {
  /** For a broker that is never short of anything. */
  Shortage NEVER = Optional::empty;

  /** In a few words, as clients are told; empty if there is room. */
  Optional<String> reason();
}
