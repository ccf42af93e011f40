package io.millrace.bench.amqp.peers;

import java.util.Optional;

/**
 * What a cell came to.
 *
 * @param figures none if it failed
 * @param failure why; empty if it did not
 */
record Outcome(Optional<Figures> figures, String failure) {
  static Outcome of(Figures figures) {
    return new Outcome(Optional.of(figures), "");
  }

  static Outcome failed(Exception why) {
    return new Outcome(Optional.empty(), String.valueOf(why.getMessage()).replace('\n', ' '));
  }
}
