package io.millrace.daemon.sink.redis;

import io.millrace.daemon.deadletter.redis.RedisDeadLetters;
import io.millrace.daemon.redis.RedisConnected;
import io.millrace.daemon.sink.LatePusher;
import io.millrace.daemon.sink.record.PayloadPusher;
import io.millrace.daemon.spi.Sink;
import io.millrace.queue.Pusher;
import io.millrace.queue.redrive.DeadLetterStore;
import io.millrace.redis.RedisListPusher;
import io.millrace.redis.deadletter.DeadLetterList;
import java.util.Optional;

/** A list. Each worker that pushes at the same time has a connection of its own. */
final class RedisSink implements Sink {
  private final RedisSinkSettings settings;
  private final Optional<RedisConnected> source;
  private final LatePusher<RedisListPusher<byte[]>> pusher;

  /**
   * @param source of the pipeline, where dead letters are sent back to, if it is Redis
   */
  RedisSink(RedisSinkSettings settings, Optional<RedisConnected> source) {
    this.settings = settings;
    pusher = new LatePusher<>(settings::pusher);
    this.source = source;
  }

  @Override
  public String description() {
    return "redis " + settings.list();
  }

  @Override
  public Pusher<byte[]> pusher() {
    RedisListPusher<byte[]> whole = pusher.get();
    return settings.format() == ElementFormat.PAYLOAD ? new PayloadPusher(whole) : whole;
  }

  @Override
  public Optional<String> notReady() {
    return pusher.made().flatMap(RedisListPusher::notReady).map(why -> "redis " + why);
  }

  @Override
  public int maxBatch() {
    return settings.maxBatch();
  }

  /** Of one list, whose elements tell why they were given up. */
  @Override
  public Optional<DeadLetterStore> deadLetters() {
    if (settings.format() != ElementFormat.ENVELOPE || settings.shards() > 1) {
      return Optional.empty();
    }
    DeadLetterList letters =
        DeadLetterList.builder().location(settings.connection()::describeTo).list(settings.list());
    source.ifPresent(origin -> letters.origins(origin.lists()).popEnd(origin.popEnd()));
    return Optional.of(RedisDeadLetters.of(letters));
  }

  @Override
  public void close() throws Exception {
    pusher.close();
  }
}
