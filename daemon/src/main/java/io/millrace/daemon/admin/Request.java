package io.millrace.daemon.admin;

import com.sun.net.httpserver.Headers;
import java.util.Map;
import java.util.Optional;

/**
 * A request, read in full.
 *
 * @param variables the parts of the path that its template names, decoded
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and nobody writes into it
record Request(
    String method, String path, Map<String, String> variables, Headers headers, byte[] body) {

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.getFirst(name));
  }

  /** The part of the path that the route's template calls {@code name}. */
  String variable(String name) {
    String value = variables.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the route has no {" + name + "}: " + variables.keySet());
    }
    return value;
  }
}
