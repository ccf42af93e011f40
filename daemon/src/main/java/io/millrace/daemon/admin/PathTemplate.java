package io.millrace.daemon.admin;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A path as the OpenAPI file writes it: {@code /api/pipelines/{name}/pause}, a variable standing
 * for one segment.
 */
record PathTemplate(String text, List<String> segments) {

  static PathTemplate of(String text) {
    return new PathTemplate(text, List.of(text.split("/", -1)));
  }

  /**
   * The variables' values when {@code rawPath}, still percent-encoded, fits; so a {@code %2F} in a
   * name is no separator.
   */
  Optional<Map<String, String>> match(String rawPath) {
    String[] given = rawPath.split("/", -1);
    if (given.length != segments.size()) {
      return Optional.empty();
    }
    Map<String, String> variables = new LinkedHashMap<>();
    for (int i = 0; i < given.length; i++) {
      String segment = segments.get(i);
      if (segment.startsWith("{")) {
        variables.put(segment.substring(1, segment.length() - 1), decode(given[i]));
      } else if (!segment.equals(given[i])) {
        return Optional.empty();
      }
    }
    return Optional.of(variables);
  }

  /** In a path, unlike in a query, a plus is a plus. */
  private static String decode(String segment) {
    return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
