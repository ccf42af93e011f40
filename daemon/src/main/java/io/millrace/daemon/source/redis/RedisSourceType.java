package io.millrace.daemon.source.redis;

import io.millrace.daemon.spi.Options;
import io.millrace.daemon.spi.PipelineContext;
import io.millrace.daemon.spi.Source;
import io.millrace.daemon.spi.SourceType;

/**
 * {@code source: {redis: {lists, weights, shards, mode, pop-end, key, lease, batch, allow-eviction,
 * uri, server, sentinels, master, cluster, user, password, database, tls, timeout, sentinel-user,
 * sentinel-password, sentinel-tls}}}.
 */
public final class RedisSourceType implements SourceType {
  @Override
  public String name() {
    return "redis";
  }

  @Override
  public Source configure(Options options, PipelineContext context) {
    RedisSourceSettings settings = RedisSourceSettings.from(options, context.ordering());
    try {
      settings.builder().build();
    } catch (IllegalArgumentException e) {
      throw options.error("", String.valueOf(e.getMessage()));
    }
    return new RedisPipelineSource(settings, context);
  }
}
