package io.millrace.redis.connection;

import io.millrace.redis.layout.QueueKeys;
import redis.clients.jedis.HostAndPort;

/**
 * Where Redis is: one server, a master that Sentinels know, or a cluster.
 *
 * <p><b>Threads:</b> any. <b>Blocks:</b> while it asks who has what.
 */
public interface RedisServers extends AutoCloseable {
  /**
   * The server that a queue's keys are written at now.
   *
   * @throws redis.clients.jedis.exceptions.JedisException when nobody can tell
   */
  HostAndPort serverOf(QueueKeys keys);

  /**
   * Whether a server that {@link #serverOf} told is not known to be the one any more, though it may
   * still answer: another one is, or nobody has asked for some time. Does not block.
   */
  default boolean isReplaced(HostAndPort server) {
    return false;
  }

  /** What {@link #serverOf} told turned out to be wrong or out of reach: ask anew. */
  void refresh();

  /** How to connect to any of them. */
  LinkSettings settings();

  /** What an operator calls it. */
  @Override
  String toString();

  @Override
  void close();
}
