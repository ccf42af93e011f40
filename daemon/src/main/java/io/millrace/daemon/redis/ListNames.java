package io.millrace.daemon.redis;

import io.millrace.daemon.spi.Options;
import io.millrace.redis.layout.QueueKeys;

/** The names that lists can have. */
public final class ListNames {
  private ListNames() {}

  /**
   * @throws io.millrace.daemon.spi.ConfigException at {@code key}, when the keys beside the list
   *     could not be named after it
   */
  public static void check(String list, Options options, String key) {
    try {
      QueueKeys.of(list);
    } catch (IllegalArgumentException e) {
      throw options.error(key, String.valueOf(e.getMessage()));
    }
  }
}
