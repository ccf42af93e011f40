package io.millrace.redis.connection;

import io.millrace.redis.layout.QueueKeys;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

/**
 * The master of a name that Sentinels watch. They are asked when a link is made; and, from then
 * until it is closed, once a second, so that links leave a master that they have replaced.
 */
public final class SentinelMaster implements RedisServers {
  private final Sentinels sentinels;
  private final LinkSettings settings;

  /** Made with the first link. Changed under this object's monitor, which is held for a moment. */
  private volatile @Nullable MasterWatch watch;

  /**
   * @param name what the Sentinels call the master
   * @param addresses of the Sentinels
   * @param sentinelSettings how to connect to a Sentinel
   */
  public SentinelMaster(
      String name,
      List<HostAndPort> addresses,
      LinkSettings settings,
      LinkSettings sentinelSettings) {
    sentinels = new Sentinels(name, addresses, sentinelSettings);
    this.settings = settings;
  }

  @Override
  public HostAndPort serverOf(QueueKeys keys) {
    HostAndPort master = sentinels.master();
    watch().saw(master);
    return master;
  }

  private synchronized MasterWatch watch() {
    MasterWatch current = watch;
    if (current == null || current.hasEnded()) {
      current = new MasterWatch(sentinels);
      watch = current;
    }
    return current;
  }

  @Override
  public boolean isReplaced(HostAndPort server) {
    MasterWatch current = watch;
    // Since nobody has watched it may have been replaced: the next link asks a Sentinel.
    return current != null && (current.hasEnded() || current.isReplaced(server));
  }

  @Override
  public void refresh() {}

  @Override
  public LinkSettings settings() {
    return settings;
  }

  @Override
  public String toString() {
    return sentinels.toString();
  }

  @Override
  public synchronized void close() {
    MasterWatch current = watch;
    watch = null;
    if (current != null) {
      current.close();
    }
  }
}
