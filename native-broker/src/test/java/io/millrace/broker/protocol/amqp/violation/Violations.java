package io.millrace.broker.protocol.amqp.violation;

import java.util.List;
import java.util.stream.Stream;

/** Everything that is tried. */
final class Violations {
  private Violations() {}

  static Stream<Violation> all() {
    return Stream.of(
            HandshakeViolations.HEADERS,
            HandshakeViolations.FRAMES,
            FrameViolations.FORMAT,
            FrameViolations.CHANNELS,
            MethodViolations.UNKNOWN,
            MethodViolations.FOR_CLIENTS,
            MethodViolations.ARGUMENTS,
            ContentViolations.ORDER,
            ContentViolations.HEADERS)
        .flatMap(List::stream);
  }
}
