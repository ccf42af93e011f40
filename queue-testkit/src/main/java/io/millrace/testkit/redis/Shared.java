package io.millrace.testkit.redis;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.function.Supplier;

/**
 * What all tests of a JVM share.
 *
 * @param servers of one of the {@link #TYPES}
 */
record Shared(AutoCloseable servers, Runnable empty) implements AutoCloseable {
  /** How each type of parameter is started. */
  static final Map<Class<?>, Supplier<Shared>> TYPES =
      Map.of(
          RedisServer.class, Shared::server,
          RedisCluster.class, Shared::cluster,
          RedisSentinel.class, Shared::sentinel);

  static Shared started(Class<?> type) {
    return requireNonNull(TYPES.get(type)).get();
  }

  private static Shared server() {
    RedisServer server = ServerChoice.server();
    return started(new Shared(server, server::flush), server::start);
  }

  private static Shared cluster() {
    RedisCluster cluster = RedisCluster.builder().replicas().build();
    return started(new Shared(cluster, cluster::flush), cluster::start);
  }

  private static Shared sentinel() {
    RedisSentinel sentinel = RedisSentinel.builder().build();
    return started(new Shared(sentinel, sentinel::flush), sentinel::start);
  }

  private static Shared started(Shared shared, Runnable start) {
    try {
      start.run();
      return shared;
    } catch (RuntimeException e) {
      shared.close();
      throw e;
    }
  }

  void flush() {
    empty.run();
  }

  @Override
  public void close() {
    try {
      servers.close();
    } catch (Exception e) {
      throw new IllegalStateException("shared servers do not end", e);
    }
  }
}
