package io.millrace.daemon.millrace;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.client.codec.FrameLimits;
import io.millrace.daemon.spi.Options;

/** The names that queues and routing keys can have. */
public final class QueueNames {
  private QueueNames() {}

  /**
   * @throws io.millrace.daemon.spi.ConfigException at {@code queue}, when the broker would not take
   *     it
   */
  public static void check(String queue, Options options) {
    if (queue.isEmpty()) {
      throw options.error("queue", "a queue has a name");
    }
    checkLength(queue, options, "queue");
  }

  /**
   * @param option that the key is written in
   * @throws io.millrace.daemon.spi.ConfigException there, when the broker would not take it
   */
  public static void checkRoutingKey(String routingKey, Options options, String option) {
    checkLength(routingKey, options, option);
  }

  private static void checkLength(String name, Options options, String key) {
    int bytes = name.getBytes(UTF_8).length;
    int most = FrameLimits.DEFAULT.nameBytes();
    if (bytes > most) {
      throw options.error(key, "has %d bytes of UTF-8, above %d".formatted(bytes, most));
    }
  }
}
