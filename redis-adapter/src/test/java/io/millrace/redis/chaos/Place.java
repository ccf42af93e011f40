package io.millrace.redis.chaos;

import io.millrace.redis.connection.RedisLocation;
import io.millrace.testkit.redis.RedisServer;
import java.util.List;

/**
 * Where the processes of a run find Redis, in words that can be handed to another process.
 *
 * @param kind {@code server}, {@code sentinel} or {@code cluster}
 */
record Place(String kind, List<String> addresses) {
  static Place server(String host, int port) {
    return new Place("server", List.of(host + ":" + port));
  }

  static Place of(String kind, List<RedisServer> servers) {
    return new Place(kind, servers.stream().map(it -> it.host() + ":" + it.port()).toList());
  }

  static Place parse(String text) {
    String[] parts = text.split("=", 2);
    return new Place(parts[0], List.of(parts[1].split(",")));
  }

  @Override
  public String toString() {
    return kind + "=" + String.join(",", addresses);
  }

  void applyTo(RedisLocation location) {
    addresses.forEach(location::address);
    switch (kind) {
      case "sentinel" -> location.sentinel("mill");
      case "cluster" -> location.cluster();
      default -> {}
    }
  }
}
