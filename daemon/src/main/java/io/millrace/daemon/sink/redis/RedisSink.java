package io.millrace.daemon.sink.redis;

import io.millrace.daemon.deadletter.redis.RedisDeadLetters;
import io.millrace.daemon.redis.RedisConnected;
import io.millrace.daemon.sink.record.PayloadPusher;
import io.millrace.daemon.spi.Sink;
import io.millrace.queue.Pusher;
import io.millrace.queue.redrive.DeadLetterStore;
import io.millrace.redis.RedisListPusher;
import io.millrace.redis.deadletter.DeadLetterList;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A list. Each worker that pushes at the same time has a connection of its own. */
final class RedisSink implements Sink {
  private final RedisSinkSettings settings;
  private final Optional<RedisConnected> source;
  private @Nullable Pusher<byte[]> pusher;

  /** The one that {@link #pusher} is made of. */
  private volatile @Nullable RedisListPusher<byte[]> made;

  /**
   * @param source of the pipeline, where dead letters are sent back to, if it is Redis
   */
  RedisSink(RedisSinkSettings settings, Optional<RedisConnected> source) {
    this.settings = settings;
    this.source = source;
  }

  @Override
  public String description() {
    return "redis " + settings.list();
  }

  @Override
  public synchronized Pusher<byte[]> pusher() {
    Pusher<byte[]> current = pusher;
    if (current == null) {
      RedisListPusher<byte[]> plain = settings.pusher();
      made = plain;
      current = settings.format() == ElementFormat.PAYLOAD ? new PayloadPusher(plain) : plain;
      pusher = current;
    }
    return current;
  }

  @Override
  public Optional<String> notReady() {
    RedisListPusher<byte[]> current = made;
    return current == null ? Optional.empty() : current.notReady().map(why -> "redis " + why);
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
  public synchronized void close() throws Exception {
    Pusher<byte[]> closing = pusher;
    pusher = null;
    if (closing != null) {
      closing.close();
    }
  }
}
