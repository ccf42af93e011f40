package io.millrace.daemon.kafka;

import io.millrace.daemon.spi.Options;

/** The names that Kafka allows for topics. */
public final class TopicNames {
  private static final String NAME = "[A-Za-z0-9._-]{1,249}";

  private TopicNames() {}

  /**
   * @throws io.millrace.daemon.spi.ConfigException at {@code key}, when Kafka would not allow the
   *     name
   */
  public static void check(String topic, Options options, String key) {
    if (!topic.matches(NAME) || topic.equals(".") || topic.equals("..")) {
      throw options.error(
          key,
          "a topic's name has up to 249 letters, digits, '.', '_' and '-', found '" + topic + "'");
    }
  }
}
