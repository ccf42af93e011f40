package io.millrace.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.client.codec.FrameLimits;

/**
 * Refuses what is beyond the client's own limits, before it is sent: a broker with the same ones
 * would end the connection. One with smaller ones still does.
 *
 * <p><b>Threads:</b> any.
 */
final class NameCheck {
  private final FrameLimits limits;

  /** The last names that were fine, which the next ones are, mostly. */
  private volatile String goodQueue = "";

  private volatile String goodKey = "";

  NameCheck(FrameLimits limits) {
    this.limits = limits;
  }

  /**
   * @throws IllegalArgumentException if no queue is named, or a name or the body is too large
   */
  void check(String queue, String routingKey, int bodyBytes) {
    if (queue.isEmpty()) {
      throw new IllegalArgumentException("name the queue");
    }
    if (!queue.equals(goodQueue)) {
      checkName("the queue's name", queue);
      goodQueue = queue;
    }
    if (!routingKey.equals(goodKey)) {
      checkName("the routing key", routingKey);
      goodKey = routingKey;
    }
    if (bodyBytes > limits.bodyBytes()) {
      throw new IllegalArgumentException(
          "a body of %,d bytes, above %,d".formatted(bodyBytes, limits.bodyBytes()));
    }
  }

  private void checkName(String what, String name) {
    if (!UTF_8.newEncoder().canEncode(name)) {
      throw new IllegalArgumentException(what + " is not a text");
    }
    int bytes = name.getBytes(UTF_8).length;
    if (bytes > limits.nameBytes()) {
      throw new IllegalArgumentException(
          "%s has %d bytes of UTF-8, above %d".formatted(what, bytes, limits.nameBytes()));
    }
  }
}
