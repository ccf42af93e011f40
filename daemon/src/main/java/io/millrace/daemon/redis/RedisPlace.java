package io.millrace.daemon.redis;

import io.millrace.daemon.spi.Options;
import io.millrace.redis.connection.RedisLocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where Redis is: the options {@code uri}, {@code server}, {@code sentinels} with {@code master},
 * and {@code cluster}, of which there is one.
 *
 * @param addresses of the server, of Sentinels, or of nodes of the cluster; a uri may hold a
 *     password
 * @param master what the Sentinels call it; empty where there are none
 */
record RedisPlace(List<String> addresses, Optional<String> master, boolean isCluster) {
  private static final String ADDRESS = "(\\[[0-9A-Fa-f:.%]+]|[^\\s:,/@\\[\\]]+)(:[0-9]{1,5})?";
  private static final String KINDS =
      "server: host:6379, uri: redis://host, sentinels: [host:26379] with master: name, or"
          + " cluster: [host:6379]";

  /** Reads the options; empty when none is there. */
  static Optional<RedisPlace> from(Options options) {
    Optional<String> uri = options.secret("uri");
    Optional<String> server = options.optionalText("server");
    List<String> sentinels = options.texts("sentinels");
    List<String> nodes = options.texts("cluster");
    Optional<String> master = options.optionalText("master");
    List<String> given = new ArrayList<>();
    uri.ifPresent(value -> given.add("uri"));
    server.ifPresent(value -> given.add("server"));
    if (!sentinels.isEmpty()) {
      given.add("sentinels");
    }
    if (!nodes.isEmpty()) {
      given.add("cluster");
    }
    if (given.size() > 1) {
      throw options.error(given.get(1), "say in one way where Redis is: " + KINDS);
    }
    check(server.stream().toList(), options, "server");
    check(sentinels, options, "sentinels");
    check(nodes, options, "cluster");
    if (!sentinels.isEmpty() && master.isEmpty()) {
      throw options.error("master", "say what the Sentinels call it, as in master: mymaster");
    }
    if (master.isPresent() && sentinels.isEmpty()) {
      throw options.error("master", "is known by Sentinels; say where they are: sentinels: [host]");
    }
    List<String> addresses = new ArrayList<>();
    server.ifPresent(addresses::add);
    uri.ifPresent(addresses::add);
    addresses.addAll(sentinels);
    addresses.addAll(nodes);
    return addresses.isEmpty()
        ? Optional.empty()
        : Optional.of(new RedisPlace(List.copyOf(addresses), master, !nodes.isEmpty()));
  }

  /** What to write where nothing is said. */
  static String remedy() {
    return "say where Redis is: " + KINDS;
  }

  private static void check(List<String> addresses, Options options, String key) {
    for (String address : addresses) {
      if (!address.matches(ADDRESS)) {
        // The whole of it may hold a password.
        throw options.error(
            key,
            address.contains("/")
                ? "an address is host:port; redis://... is written as uri:"
                : "an address is host:port, found '" + address + "'");
      }
    }
  }

  void describeTo(RedisLocation location) {
    addresses.forEach(location::address);
    master.ifPresent(location::sentinel);
    if (isCluster) {
      location.cluster();
    }
  }
}
