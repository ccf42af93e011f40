package io.millrace.redis.connection;

import java.util.List;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.SafeEncoder;

/**
 * Servers that know a master by a name. The one that answered last is asked first.
 *
 * <p><b>Threads:</b> any. <b>Blocks:</b> for answers.
 */
final class Sentinels {
  private final String name;
  private final List<HostAndPort> addresses;
  private final JedisClientConfig config;

  private volatile HostAndPort answering;

  /**
   * @param name what they call the master
   * @param addresses at least one
   */
  Sentinels(String name, List<HostAndPort> addresses, LinkSettings settings) {
    this.name = name;
    this.addresses = List.copyOf(addresses);
    this.config = settings.toConfig();
    answering = this.addresses.get(0);
  }

  String name() {
    return name;
  }

  /**
   * Who the master is.
   *
   * @throws JedisConnectionException when none of them tells
   */
  HostAndPort master() {
    HostAndPort first = answering;
    JedisException failure;
    try {
      return ask(first);
    } catch (JedisException e) {
      failure = e;
    }
    for (HostAndPort sentinel : addresses) {
      if (!sentinel.equals(first)) {
        try {
          HostAndPort master = ask(sentinel);
          answering = sentinel;
          return master;
        } catch (JedisException e) {
          failure = e;
        }
      }
    }
    throw new JedisConnectionException(
        "no Sentinel of " + addresses + " tells the master " + name + ": " + failure.getMessage(),
        failure);
  }

  private HostAndPort ask(HostAndPort sentinel) {
    try (Connection connection = new Connection(sentinel, config)) {
      return ask(connection);
    }
  }

  /** A connection to the one that answered last. */
  Connection connect() {
    return new Connection(answering, config);
  }

  /** Who the master is, as the Sentinel at the other end of a connection has it. */
  HostAndPort ask(Connection connection) {
    Object answer =
        connection.executeCommand(
            new CommandArguments(Command.SENTINEL).add("GET-MASTER-ADDR-BY-NAME").add(name));
    if (answer instanceof List<?> address && address.size() == 2) {
      String host = SafeEncoder.encode((byte[]) address.get(0));
      int port = Integer.parseInt(SafeEncoder.encode((byte[]) address.get(1)));
      return new HostAndPort(host, port);
    }
    throw new JedisConnectionException(
        "the Sentinel " + connection.getHostAndPort() + " knows no master " + name);
  }

  @Override
  public String toString() {
    return name + " of " + addresses;
  }
}
