package io.millrace.daemon.http;

import io.millrace.daemon.spi.ConfigException;
import io.millrace.daemon.spi.Options;
import io.millrace.daemon.spi.Reason;
import io.millrace.queue.Message;
import io.millrace.queue.Outcome;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A URL that messages are posted to.
 *
 * <p>2xx is done; 408, 425, 429, 5xx and failures of the connection are retried, after {@code
 * Retry-After} if the answer has one; other answers are dead letters, since posting the same again
 * would not change them.
 *
 * <p><b>Threads:</b> any. Posting blocks up to the timeout and can be interrupted.
 */
public final class HttpTarget {
  private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(1);
  private static final String KEY_HEADER = "Millrace-Key";

  private final URI url;
  private final Duration timeout;
  private final Map<String, String> headers;
  private final HttpClient client;

  private HttpTarget(URI url, Duration timeout, Map<String, String> headers) {
    this.url = url;
    this.timeout = timeout;
    this.headers = headers;
    client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /**
   * Reads {@code url}, {@code timeout}, {@code headers}, {@code content-type} and {@code token}.
   */
  public static HttpTarget from(Options options) {
    Duration timeout = options.duration("timeout", Duration.ofSeconds(10));
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", options.text("content-type", "application/octet-stream"));
    headers.putAll(options.textMap("headers"));
    options.secret("token").ifPresent(token -> headers.put("Authorization", "Bearer " + token));
    URI url = url(options);
    if (timeout.toMillis() < 1) {
      throw options.error("timeout", "must be at least 1 ms");
    }
    HttpRequest.Builder probe = HttpRequest.newBuilder(url);
    headers.forEach((name, value) -> checkHeader(options, probe, name, value));
    return new HttpTarget(url, timeout, headers);
  }

  /** Where it is, for people: without a password and the query, which may hold a secret. */
  public String place() {
    return url.getScheme()
        + "://"
        + url.getHost()
        + (url.getPort() < 0 ? "" : ":" + url.getPort())
        + url.getRawPath();
  }

  /** Posts a message's payload; its key, if it has one, goes along as a header. */
  public Outcome post(Message<byte[]> message) throws InterruptedException {
    HttpRequest.Builder request = request(message.payload());
    message
        .key()
        .filter(HttpTarget::isHeaderValue)
        .ifPresent(key -> request.setHeader(KEY_HEADER, key));
    return send(request.build());
  }

  /** Posts a body made of many messages. */
  public Outcome post(byte[] body, String contentType) throws InterruptedException {
    return send(request(body).setHeader("Content-Type", contentType).build());
  }

  private HttpRequest.Builder request(byte[] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url)
            .timeout(timeout)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    headers.forEach(request::setHeader);
    return request;
  }

  private Outcome send(HttpRequest request) throws InterruptedException {
    try {
      HttpResponse<Void> response = client.send(request, HttpResponse.BodyHandlers.discarding());
      return outcome(
          response.statusCode(), response.headers().firstValue("Retry-After").orElse(""));
    } catch (IOException e) {
      return Outcome.retry("POST " + place() + " failed: " + Reason.of(e));
    }
  }

  private Outcome outcome(int status, String retryAfter) {
    if (status / 100 == 2) {
      return Outcome.ack();
    }
    String answer = "POST " + place() + " answered " + status;
    if (status == 408 || status == 425 || status == 429 || status >= 500) {
      return retryAfter.matches("\\d{1,9}")
          ? Outcome.retry(shorter(Duration.ofSeconds(Long.parseLong(retryAfter))))
          : Outcome.retry(answer);
    }
    return Outcome.deadLetter(answer);
  }

  private static Duration shorter(Duration wanted) {
    return wanted.compareTo(LONGEST_RETRY_AFTER) < 0 ? wanted : LONGEST_RETRY_AFTER;
  }

  private static URI url(Options options) {
    String text = options.text("url");
    try {
      URI url = URI.create(text);
      if (url.getHost() != null
          && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      throw options.error("url", "is not a URL: " + e.getMessage());
    }
    throw options.error("url", "must be like http://host/path, got " + text);
  }

  private static void checkHeader(
      Options options, HttpRequest.Builder probe, String name, String value) {
    try {
      probe.setHeader(name, value);
    } catch (IllegalArgumentException e) {
      // The value may be a secret: it is not repeated.
      throw new ConfigException(
          options.path() + ".headers: " + name + " cannot be set to this value", e);
    }
  }

  private static boolean isHeaderValue(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c < 127);
  }
}
