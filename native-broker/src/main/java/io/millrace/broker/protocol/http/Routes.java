package io.millrace.broker.protocol.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which endpoint a path is of.
 *
 * @param byPath endpoints with a path of one part
 * @param message that of a single message: {@code /msg/QUEUE/ID}
 */
record Routes(Map<String, Endpoint> byPath, Endpoint message) {
  private static final String MESSAGES = "msg";
  private static final int MESSAGE_PARTS = 3;

  static Routes of(
      Endpoint messages,
      Endpoint message,
      Endpoint metrics,
      Endpoint live,
      Endpoint ready,
      Endpoint attendance) {
    return new Routes(
        Map.of(
            MESSAGES,
            messages,
            "metrics",
            metrics,
            "healthz",
            live,
            "readyz",
            ready,
            "attendance",
            attendance),
        message);
  }

  Optional<Endpoint> endpoint(List<String> path) {
    if (path.size() == 1) {
      return Optional.ofNullable(byPath.get(path.get(0)));
    }
    return path.size() == MESSAGE_PARTS && path.get(0).equals(MESSAGES)
        ? Optional.of(message)
        : Optional.empty();
  }
}
