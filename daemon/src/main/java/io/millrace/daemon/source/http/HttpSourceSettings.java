package io.millrace.daemon.source.http;

import io.millrace.daemon.spi.Options;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The options of an HTTP source.
 *
 * @param port 0 for any free one
 * @param path the only path that takes messages
 * @param maxBody how many bytes a request may have
 * @param keyHeader which header holds the key
 * @param keyParameter which parameter of the query holds the key
 * @param token what a request must carry as bearer token
 * @param origins the web pages that may post
 * @param untilSettled whether to answer only when the messages are settled
 * @param handOverTimeout how long a request may wait for room in the queue before it is refused
 * @param settleTimeout how long to wait for settlement
 * @param threads how many requests are served at once, once they have been received
 */
record HttpSourceSettings(
    String host,
    int port,
    String path,
    int maxBody,
    Optional<String> keyHeader,
    Optional<String> keyParameter,
    Optional<String> token,
    PageOrigins origins,
    boolean untilSettled,
    Duration handOverTimeout,
    Duration settleTimeout,
    int threads) {

  private enum Wait {
    QUEUED,
    SETTLED
  }

  static HttpSourceSettings from(Options options) {
    String path = options.text("path", "/");
    List<String> origins = options.texts("origins");
    HttpSourceSettings settings =
        new HttpSourceSettings(
            options.text("host", "127.0.0.1"),
            options.integer("port", 8081, 0, 65_535),
            path,
            (int) options.size("max-body", 1 << 20, 1, 1 << 30),
            options.optionalText("key-header"),
            options.optionalText("key-query"),
            options.secret("token"),
            new PageOrigins(origins),
            options.choice("wait", Wait.class, Wait.QUEUED) == Wait.SETTLED,
            options.duration("hand-over-timeout", Duration.ofSeconds(1)),
            options.duration("settle-timeout", Duration.ofSeconds(30)),
            options.integer("threads", 32, 1, 10_000));
    if (!path.startsWith("/")) {
      throw options.error("path", "must begin with /");
    }
    for (String origin : origins) {
      if (!PageOrigins.isOrigin(origin)) {
        throw options.error(
            "origins",
            "expected origins such as https://shop.example:8443 or *, found '" + origin + "'");
      }
    }
    return settings;
  }
}
