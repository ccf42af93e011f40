package io.millrace.redis.connection;

import io.millrace.redis.layout.QueueKeys;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.SafeEncoder;

/**
 * The master of a name that Sentinels watch. They are asked when a link is made, the one that
 * answered last first; nothing listens in between, as a link to a former master fails by itself.
 */
public final class SentinelMaster implements RedisServers {
  private final String name;
  private final List<HostAndPort> sentinels;
  private final LinkSettings settings;
  private final JedisClientConfig sentinelConfig;

  private volatile @Nullable HostAndPort answering;

  /**
   * @param name what the Sentinels call the master
   * @param sentinelSettings how to connect to a Sentinel
   */
  public SentinelMaster(
      String name,
      List<HostAndPort> sentinels,
      LinkSettings settings,
      LinkSettings sentinelSettings) {
    this.name = name;
    this.sentinels = List.copyOf(sentinels);
    this.settings = settings;
    this.sentinelConfig = sentinelSettings.toConfig();
  }

  @Override
  public HostAndPort serverOf(QueueKeys keys) {
    JedisException failure = new JedisConnectionException("no Sentinel was named");
    HostAndPort first = answering;
    if (first != null) {
      try {
        return ask(first).orElseThrow(() -> new JedisConnectionException(unknownTo(first)));
      } catch (JedisException e) {
        failure = e;
      }
    }
    for (HostAndPort sentinel : sentinels) {
      try {
        Optional<HostAndPort> master = ask(sentinel);
        if (master.isPresent()) {
          answering = sentinel;
          return master.get();
        }
        failure = new JedisConnectionException(unknownTo(sentinel));
      } catch (JedisException e) {
        failure = e;
      }
    }
    throw new JedisConnectionException(
        "no Sentinel of " + sentinels + " tells the master " + name + ": " + failure.getMessage(),
        failure);
  }

  private String unknownTo(HostAndPort sentinel) {
    return "the Sentinel " + sentinel + " knows no master " + name;
  }

  private Optional<HostAndPort> ask(HostAndPort sentinel) {
    try (Connection connection = new Connection(sentinel, sentinelConfig)) {
      Object answer =
          connection.executeCommand(
              new CommandArguments(Command.SENTINEL).add("GET-MASTER-ADDR-BY-NAME").add(name));
      if (answer instanceof List<?> address && address.size() == 2) {
        String host = SafeEncoder.encode((byte[]) address.get(0));
        int port = Integer.parseInt(SafeEncoder.encode((byte[]) address.get(1)));
        return Optional.of(new HostAndPort(host, port));
      }
      return Optional.empty();
    }
  }

  @Override
  public void refresh() {}

  @Override
  public LinkSettings settings() {
    return settings;
  }

  @Override
  public String toString() {
    return name + " of " + sentinels;
  }

  @Override
  public void close() {}
}
