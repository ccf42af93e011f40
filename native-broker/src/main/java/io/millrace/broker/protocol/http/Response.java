package io.millrace.broker.protocol.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** What a client is answered. Immutable. */
final class Response {
  private static final String CONTENT_TYPE = "Content-Type";
  private static final String TEXT = "text/plain; charset=utf-8";

  private final int status;
  private final Map<String, String> headers;
  private final byte[] body;
  private final Consumer<Boolean> sent;

  private Response(int status, Map<String, String> headers, byte[] body, Consumer<Boolean> sent) {
    this.status = status;
    this.headers = headers;
    this.body = body;
    this.sent = sent;
  }

  /** A line of text; its end is added. */
  static Response text(int status, String line) {
    return text(status, TEXT, line + "\n");
  }

  static Response text(int status, String contentType, String text) {
    return empty(status).with(CONTENT_TYPE, contentType, text.getBytes(UTF_8));
  }

  /** Without a body. */
  static Response empty(int status) {
    return new Response(status, Map.of(), new byte[0], unused -> {});
  }

  /**
   * @param body not to be changed any more
   */
  static Response bytes(int status, byte[] body) {
    return empty(status).with(CONTENT_TYPE, "application/octet-stream", body);
  }

  private Response with(String header, String value, byte[] otherBody) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Response(status, more, otherBody, sent);
  }

  Response with(String header, String value) {
    return with(header, value, body);
  }

  /**
   * @param then is told, on the connection's thread, whether all of it was handed to the client's
   *     connection
   */
  Response whenSent(Consumer<Boolean> then) {
    return new Response(status, headers, body, then);
  }

  int status() {
    return status;
  }

  Map<String, String> headers() {
    return headers;
  }

  byte[] body() {
    return body;
  }

  /** Tells whether it was. */
  void sent(boolean whole) {
    sent.accept(whole);
  }
}
