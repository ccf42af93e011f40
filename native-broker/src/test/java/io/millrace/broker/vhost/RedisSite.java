package io.millrace.broker.vhost;

import io.millrace.broker.redis.RedisSettings;
import io.millrace.broker.server.BrokerSettings;

/** Keys of their own in a Redis server, or a cluster. */
record RedisSite(RedisSettings redis) implements StoreSite {
  @Override
  public BrokerSettings settings() {
    return BrokerSettings.embedded().withRedis(redis);
  }

  @Override
  public BrokerSettings full() {
    return BrokerSettings.embedded().withRedis(redis.withMemory(1));
  }

  /** From when the next one has the store, this one writes nothing any more, as if it were dead. */
  @Override
  public void dies() {}
}
