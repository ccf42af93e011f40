package io.millrace.broker.redis;

import java.util.Optional;

/**
 * Which Redis server keeps the journals, and how much of them.
 *
 * @param host of the server, which is one server and no cluster
 * @param user of its access lists; empty for the default one
 * @param password empty for none
 * @param keyPrefix with which all keys begin: one broker at a time has them
 * @param memoryBytes of heap that the messages of all journals may take: each is in the heap, too
 */
public record RedisSettings(
    String host,
    int port,
    Optional<String> user,
    Optional<String> password,
    int database,
    String keyPrefix,
    long memoryBytes) {
  /** As MoonMQ has them, with a quarter of the heap. */
  public static RedisSettings at(String host, int port) {
    return new RedisSettings(
        host,
        port,
        Optional.empty(),
        Optional.empty(),
        0,
        "millrace",
        Runtime.getRuntime().maxMemory() / 4);
  }

  public RedisSettings withKeyPrefix(String prefix) {
    return new RedisSettings(host, port, user, password, database, prefix, memoryBytes);
  }

  /** What an operator may see of it. */
  @Override
  public String toString() {
    return "redis://%s:%d/%d, keys %s:*".formatted(host, port, database, keyPrefix);
  }
}
