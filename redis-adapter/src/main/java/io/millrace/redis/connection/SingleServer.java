package io.millrace.redis.connection;

import io.millrace.redis.layout.QueueKeys;
import redis.clients.jedis.HostAndPort;

/** One server, which has everything. */
public final class SingleServer implements RedisServers {
  private final HostAndPort server;
  private final LinkSettings settings;

  public SingleServer(HostAndPort server, LinkSettings settings) {
    this.server = server;
    this.settings = settings;
  }

  @Override
  public HostAndPort serverOf(QueueKeys keys) {
    return server;
  }

  @Override
  public void refresh() {}

  @Override
  public LinkSettings settings() {
    return settings;
  }

  @Override
  public String toString() {
    return server.toString();
  }

  @Override
  public void close() {}
}
