package io.millrace.daemon.source.redis;

import io.micrometer.core.instrument.Tag;
import io.millrace.daemon.redis.ListsPusher;
import io.millrace.daemon.redis.RedisConnected;
import io.millrace.daemon.redis.RedisConnection;
import io.millrace.daemon.source.LateSource;
import io.millrace.daemon.spi.PipelineContext;
import io.millrace.daemon.spi.Source;
import io.millrace.queue.ProducerFactory;
import io.millrace.queue.Pusher;
import io.millrace.redis.RedisListSource;
import io.millrace.redis.SourceMode;
import io.millrace.redis.layout.PopEnd;
import java.util.List;
import java.util.Optional;

/**
 * Lists of Redis. Connections are made by the producers' own threads; a server that does not answer
 * holds up nobody else.
 */
final class RedisPipelineSource implements Source, RedisConnected {
  private final RedisSourceSettings settings;
  private final PipelineContext context;
  private final String place;

  private final LateSource<RedisListSource<byte[]>> source = new LateSource<>(letters -> make());

  RedisPipelineSource(RedisSourceSettings settings, PipelineContext context) {
    this.settings = settings;
    this.context = context;
    place = settings.connection().toString();
  }

  @Override
  public RedisConnection connection() {
    return settings.connection();
  }

  @Override
  public List<String> lists() {
    return settings.builder().build().lists();
  }

  @Override
  public PopEnd popEnd() {
    return settings.popEnd();
  }

  @Override
  public String description() {
    return "redis "
        + settings.lists()
        + (settings.mode() == SourceMode.SIMPLE ? ", at most once" : "");
  }

  /** One producer takes hundreds of thousands a second; of an ordered list it may be the only. */
  @Override
  public int usefulProducers() {
    return 1;
  }

  @Override
  public ProducerFactory<byte[]> producers() {
    return source;
  }

  @Override
  public Optional<String> notReady() {
    return source
        .made()
        .map(made -> made.notReady().map(why -> "redis " + why))
        .orElseGet(() -> Optional.of("redis " + place + ": not connected yet"));
  }

  @Override
  public Optional<Pusher<byte[]>> wayBack() {
    return Optional.of(
        new ListsPusher(description(), settings.connection(), lists(), settings.popEnd()));
  }

  private RedisListSource<byte[]> make() {
    return settings
        .builder()
        .meters(context.meters(), List.of(Tag.of("pipeline", context.pipeline())))
        .build();
  }
}
