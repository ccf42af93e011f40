package io.millrace.broker.protocol.http;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a request is about.
 *
 * @param path decoded, in its parts: {@code /msg/a%2Fb/1} has {@code msg}, {@code a/b} and {@code
 *     1}
 */
record Target(List<String> path, Map<String, List<String>> parameters) {
  /**
   * @throws IllegalArgumentException if it is no such thing
   */
  static Target parse(String uri) {
    QueryStringDecoder decoder = new QueryStringDecoder(uri);
    List<String> path = new ArrayList<>();
    String raw = decoder.rawPath();
    if (!raw.startsWith("/")) {
      throw new IllegalArgumentException("a path begins with a slash");
    }
    for (String part : raw.substring(1).split("/", -1)) {
      path.add(QueryStringDecoder.decodeComponent(part.replace("+", "%2B")));
    }
    return new Target(List.copyOf(path), decoder.parameters());
  }

  /** Empty if it is not given; the last one counts. */
  Optional<String> parameter(String name) {
    List<String> values = parameters.getOrDefault(name, List.of());
    return values.isEmpty() ? Optional.empty() : Optional.of(values.get(values.size() - 1));
  }
}
