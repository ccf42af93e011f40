package io.millrace.daemon.cli;

import io.millrace.redis.connection.RedisLocation;
import java.util.List;
import java.util.Optional;

/**
 * Where Redis is, as a command line says it.
 *
 * @param addresses of the server, of Sentinels, or of nodes of the cluster
 * @param master what the Sentinels call it; empty where there are none
 */
record RedisSite(List<String> addresses, Optional<String> master, boolean isCluster) {

  /**
   * Tells a client of the adapter.
   *
   * @throws IllegalArgumentException when an address is none
   */
  void describeTo(RedisLocation location) {
    addresses.forEach(location::address);
    master.ifPresent(location::sentinel);
    if (isCluster) {
      location.cluster();
    }
  }
}
