package io.millrace.daemon.sink.redis;

import io.millrace.daemon.redis.ListNames;
import io.millrace.daemon.redis.RedisConnection;
import io.millrace.daemon.spi.Options;
import io.millrace.redis.RedisListPusher;
import io.millrace.redis.RedisPayload;
import io.millrace.redis.layout.PopEnd;
import java.time.Duration;

/**
 * The options of a Redis sink.
 *
 * @param shards over how many lists it is spread
 * @param popEnd from which end the list is consumed
 * @param replicas that must have a message too before it counts as pushed
 * @param replicaTimeout how long to wait for them
 */
record RedisSinkSettings(
    RedisConnection connection,
    String list,
    int shards,
    PopEnd popEnd,
    ElementFormat format,
    int maxBatch,
    int replicas,
    Duration replicaTimeout) {
  private static final int MAX_SHARDS = 1_000;
  private static final int MAX_REPLICAS = 100;
  private static final Duration REPLICA_TIMEOUT = Duration.ofSeconds(1);

  /**
   * @param list where it all goes
   * @param popEnd unless said
   */
  static RedisSinkSettings from(
      Options options, RedisConnection connection, String list, PopEnd popEnd) {
    RedisSinkSettings settings =
        new RedisSinkSettings(
            connection,
            list,
            options.integer("shards", 1, 1, MAX_SHARDS),
            options.choice("pop-end", PopEnd.class, popEnd),
            options.choice("format", ElementFormat.class, ElementFormat.ENVELOPE),
            options.integer("max-batch", 1_000, 1, 100_000),
            options.integer("replicas", 0, 0, MAX_REPLICAS),
            options.duration("replica-timeout", REPLICA_TIMEOUT));
    settings.check(options);
    return settings;
  }

  private void check(Options options) {
    ListNames.check(list, options, "list");
    if (shards > 1 && format == ElementFormat.PAYLOAD) {
      throw options.error(
          "shards", "a key belongs to one shard, and format: payload keeps no keys; leave one out");
    }
    if (replicaTimeout.toMillis() < 1) {
      throw options.error("replica-timeout", "must be at least 1ms");
    }
    if (replicas == 0 && !replicaTimeout.equals(REPLICA_TIMEOUT)) {
      throw options.error("replica-timeout", "has no meaning without replicas: N; leave it out");
    }
  }

  RedisListPusher<byte[]> pusher() {
    return RedisListPusher.builder(RedisPayload.bytes())
        .location(connection::describeTo)
        .list(list)
        .shards(shards)
        .popEnd(popEnd)
        .replicas(replicas, replicaTimeout)
        .build();
  }
}
