package io.millrace.redis.connection;

import io.millrace.redis.layout.QueueKeys;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisClusterOperationException;
import redis.clients.jedis.providers.ClusterConnectionProvider;

/** A cluster: each queue is at the master of its slot. */
public final class Cluster implements RedisServers {
  private final Set<HostAndPort> seeds;
  private final LinkSettings settings;

  private @Nullable ClusterConnectionProvider nodes;

  /**
   * @param seeds some nodes, by which the others are found
   */
  public Cluster(List<HostAndPort> seeds, LinkSettings settings) {
    this.seeds = new LinkedHashSet<>(seeds);
    this.settings = settings;
  }

  @Override
  public synchronized HostAndPort serverOf(QueueKeys keys) {
    ClusterConnectionProvider known = nodes;
    if (known == null) {
      known = new ClusterConnectionProvider(seeds, settings.toConfig());
      nodes = known;
    }
    HostAndPort node = known.getNode(keys.slot());
    if (node == null) {
      known.renewSlotCache();
      node = known.getNode(keys.slot());
    }
    if (node == null) {
      throw new JedisClusterOperationException("no node has slot " + keys.slot());
    }
    return node;
  }

  @Override
  public synchronized void refresh() {
    if (nodes != null) {
      nodes.renewSlotCache();
    }
  }

  @Override
  public LinkSettings settings() {
    return settings;
  }

  @Override
  public String toString() {
    return "cluster " + seeds;
  }

  @Override
  public synchronized void close() {
    if (nodes != null) {
      nodes.close();
      nodes = null;
    }
  }
}
