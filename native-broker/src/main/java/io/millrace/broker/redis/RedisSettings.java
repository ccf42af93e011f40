package io.millrace.broker.redis;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Which Redis keeps the journals, and how much of them.
 *
 * @param addresses of the one server, or of any nodes of a cluster, which are asked in turn; at
 *     least one. All keys are in one slot, so that one master at a time has them
 * @param user of its access lists; empty for the default one
 * @param password empty for none
 * @param tls with which connections are encrypted, and whose trust the server's certificate needs,
 *     which is to name the server; empty for plain text
 * @param database a cluster has 0 only
 * @param keyPrefix with which all keys begin, in braces: one broker at a time has them
 * @param memoryBytes of heap that the messages of all journals may take: each is in the heap, too
 */
public record RedisSettings(
    List<RedisAddress> addresses,
    Optional<String> user,
    Optional<String> password,
    Optional<SSLContext> tls,
    int database,
    String keyPrefix,
    long memoryBytes) {
  /**
   * @throws IllegalArgumentException if there is no address, or a database of a cluster that is
   *     none
   */
  public RedisSettings {
    addresses = List.copyOf(addresses);
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException("no address of Redis");
    }
    if (addresses.size() > 1 && database != 0) {
      throw new IllegalArgumentException("a cluster of Redis has database 0 only");
    }
  }

  /** As MoonMQ has them, with a quarter of the heap. */
  public static RedisSettings at(String host, int port) {
    return at(List.of(new RedisAddress(host, port)));
  }

  /** As {@link #at(String, int)}; several addresses are those of nodes of a cluster. */
  public static RedisSettings at(List<RedisAddress> addresses) {
    return new RedisSettings(
        addresses,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        0,
        "millrace",
        Runtime.getRuntime().maxMemory() / 4);
  }

  /** With a user of the server's access lists. */
  public RedisSettings withUser(String name, String secret) {
    return new RedisSettings(
        addresses, Optional.of(name), Optional.of(secret), tls, database, keyPrefix, memoryBytes);
  }

  public RedisSettings withTls(SSLContext context) {
    return new RedisSettings(
        addresses, user, password, Optional.of(context), database, keyPrefix, memoryBytes);
  }

  public RedisSettings withKeyPrefix(String prefix) {
    return new RedisSettings(addresses, user, password, tls, database, prefix, memoryBytes);
  }

  public RedisSettings withMemory(long bytes) {
    return new RedisSettings(addresses, user, password, tls, database, keyPrefix, bytes);
  }

  /** What an operator may see of it. */
  @Override
  public String toString() {
    return "%s://%s/%d, keys {%s}:*"
        .formatted(
            tls.isPresent() ? "rediss" : "redis",
            addresses.stream().map(RedisAddress::toString).collect(joining(",")),
            database,
            keyPrefix);
  }
}
