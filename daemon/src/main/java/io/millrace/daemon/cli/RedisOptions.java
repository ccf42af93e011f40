package io.millrace.daemon.cli;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where Redis is: {@code --redis}, {@code --master}, {@code --cluster}. */
final class RedisOptions {
  @Option(
      names = "--redis",
      paramLabel = "URI",
      description =
          "A Redis server: host:port or redis[s]://[user[:password]@]host[:port][/database]."
              + " Several, with --master or --cluster, by saying it several times.")
  private List<String> addresses = List.of();

  @Option(
      names = "--master",
      paramLabel = "NAME",
      description = "--redis names Sentinels, which call the master by this name.")
  private @Nullable String master;

  @Option(names = "--cluster", description = "--redis names nodes of a cluster.")
  private boolean cluster;

  /** Whether anything is said. */
  boolean isGiven() {
    return !addresses.isEmpty() || master != null || cluster;
  }

  RedisSite site() {
    return new RedisSite(List.copyOf(addresses), Optional.ofNullable(master), cluster);
  }
}
