package io.millrace.daemon.source.redis;

import io.millrace.daemon.redis.RedisConnection;
import io.millrace.daemon.source.line.ContentKey;
import io.millrace.daemon.spi.Options;
import io.millrace.queue.Ordering;
import io.millrace.redis.RedisListSource;
import io.millrace.redis.RedisListSourceBuilder;
import io.millrace.redis.RedisPayload;
import io.millrace.redis.SourceMode;
import io.millrace.redis.layout.PopEnd;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The options of a Redis source.
 *
 * @param lease of reliable mode: how long a worker that gives no sign of life keeps its messages
 * @param batch of reliable mode: how many elements one step on the server takes
 */
record RedisSourceSettings(
    RedisConnection connection,
    Ordering ordering,
    ListChoice lists,
    SourceMode mode,
    PopEnd popEnd,
    Optional<ContentKey> key,
    Duration lease,
    int batch,
    boolean allowsEviction) {
  private static final Duration SHORTEST_LEASE = Duration.ofMillis(100);

  static RedisSourceSettings from(Options options, Ordering ordering) {
    RedisSourceSettings settings =
        new RedisSourceSettings(
            RedisConnection.from(options),
            ordering,
            ListChoice.from(options),
            options.choice("mode", SourceMode.class, SourceMode.RELIABLE),
            options.choice("pop-end", PopEnd.class, PopEnd.RIGHT),
            ContentKey.from(options),
            options.duration("lease", Duration.ofSeconds(30)),
            options.integer("batch", 100, 1, 1_000),
            options.flag("allow-eviction", false));
    settings.check(options);
    return settings;
  }

  private void check(Options options) {
    if (lease.compareTo(SHORTEST_LEASE) < 0) {
      throw options.error("lease", "must be at least 100ms");
    }
    if (mode == SourceMode.RELIABLE) {
      return;
    }
    if (ordering != Ordering.NONE) {
      throw options.error(
          "mode",
          "simple mode keeps no order: write order: none for this pipeline, or leave mode out");
    }
    for (String key : List.of("lease", "batch")) {
      if (options.has(key)) {
        throw options.error(key, "has no meaning in simple mode; leave it or mode out");
      }
    }
  }

  /** All of them; reports nowhere yet. */
  RedisListSourceBuilder<byte[]> builder() {
    RedisListSourceBuilder<byte[]> builder =
        RedisListSource.builder(RedisPayload.bytes())
            .location(connection::describeTo)
            .mode(mode)
            .popEnd(popEnd)
            .ordering(ordering)
            .lease(lease)
            .batch(batch);
    lists.describeTo(builder);
    key.ifPresent(builder::keyOf);
    if (allowsEviction) {
      builder.allowEviction();
    }
    return builder;
  }
}
