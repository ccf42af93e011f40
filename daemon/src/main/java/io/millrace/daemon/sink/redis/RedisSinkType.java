package io.millrace.daemon.sink.redis;

import io.millrace.daemon.redis.RedisConnected;
import io.millrace.daemon.redis.RedisConnection;
import io.millrace.daemon.spi.Options;
import io.millrace.daemon.spi.PipelineContext;
import io.millrace.daemon.spi.Sink;
import io.millrace.daemon.spi.SinkType;
import io.millrace.redis.layout.PopEnd;
import io.millrace.redis.layout.QueueKeys;
import java.util.Optional;

/**
 * {@code sink: {redis: {list, shards, pop-end, format, max-batch, replicas, replica-timeout}}},
 * with those that say where Redis is. Where it is and how to log in there are the same as for the
 * pipeline's source, unless said, if that is Redis.
 */
public final class RedisSinkType implements SinkType {
  @Override
  public String name() {
    return "redis";
  }

  @Override
  public Sink configure(Options options, PipelineContext context) {
    RedisConnection connection = connection(options, context);
    String list = options.text("list");
    return new RedisSink(
        RedisSinkSettings.from(options, connection, list, PopEnd.RIGHT), neighbour(context));
  }

  /**
   * By default they stand where the source itself puts what it cannot read, behind one another as
   * there.
   */
  @Override
  public Sink configureDeadLetters(Options options, PipelineContext context) {
    RedisConnection connection = connection(options, context);
    String list =
        options
            .optionalText("list")
            .or(() -> deadOf(context))
            .orElseThrow(
                () ->
                    options.error(
                        "list",
                        "say where dead letters go, as in list: orders.dead; only beside a redis"
                            + " source it may be left out"));
    RedisSinkSettings settings = RedisSinkSettings.from(options, connection, list, PopEnd.LEFT);
    if (settings.format() == ElementFormat.PAYLOAD) {
      options.warn(
          "format",
          "elements hold nothing but the payload: why it was given up is not kept; leave format out,"
              + " or say envelope");
    }
    return new RedisSink(settings, neighbour(context));
  }

  /**
   * Of a source that has a mistake, which is told elsewhere, nothing is known: any list will do.
   */
  private static Optional<String> deadOf(PipelineContext context) {
    return context.source().isEmpty()
        ? Optional.of("dead")
        : neighbour(context).map(source -> QueueKeys.of(source.lists().get(0)).dead());
  }

  private static RedisConnection connection(Options options, PipelineContext context) {
    return RedisConnection.from(
        options,
        context.source().isEmpty()
            ? Optional.of(RedisConnection.anywhere())
            : neighbour(context).map(RedisConnected::connection));
  }

  private static Optional<RedisConnected> neighbour(PipelineContext context) {
    return context
        .source()
        .filter(RedisConnected.class::isInstance)
        .map(RedisConnected.class::cast);
  }
}
