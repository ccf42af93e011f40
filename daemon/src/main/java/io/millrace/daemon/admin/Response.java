package io.millrace.daemon.admin;

import io.millrace.daemon.admin.view.Problem;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** An answer, complete. */
@SuppressWarnings("ArrayRecordComponent") // never compared, and nobody writes into it
record Response(int status, String contentType, Map<String, String> headers, byte[] body) {

  static Response json(int status, Object value) {
    return new Response(status, "application/json", Map.of(), Json.write(value));
  }

  static Response ok(Object value) {
    return json(200, value);
  }

  static Response problem(int status, String error, String remedy) {
    return json(status, new Problem(error, remedy));
  }

  static Response text(String contentType, String body) {
    return new Response(200, contentType, Map.of(), body.getBytes(StandardCharsets.UTF_8));
  }

  Response withHeader(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Response(status, contentType, more, body);
  }
}
