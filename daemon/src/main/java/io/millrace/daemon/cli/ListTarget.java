package io.millrace.daemon.cli;

import io.millrace.daemon.spi.Sink;
import io.millrace.queue.Pusher;
import io.millrace.redis.RedisListPusher;
import io.millrace.redis.RedisPayload;

/** A list of the Redis that the command line names, to which dead letters are sent. */
final class ListTarget implements Sink {
  private final String list;
  private final RedisListPusher<byte[]> pusher;

  /**
   * Does not wait for Redis.
   *
   * @throws IllegalArgumentException when the list has no such name, or Redis no such place
   */
  ListTarget(RedisSite site, String list) {
    this.list = list;
    pusher =
        RedisListPusher.builder(RedisPayload.bytes()).location(site::describeTo).list(list).build();
  }

  @Override
  public String description() {
    return "redis " + list;
  }

  @Override
  public Pusher<byte[]> pusher() {
    return pusher;
  }

  @Override
  public void close() {
    pusher.close();
  }
}
