package io.millrace.bench.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.ListDirection;
import redis.clients.jedis.util.KeyValue;

/** What one writes by hand to take jobs from a list. */
final class ListLoops {
  private static final byte[] QUEUE = Site.QUEUE.getBytes(UTF_8);
  private static final double WAIT_SECONDS = 1;

  private ListLoops() {}

  /** One job a round trip; lost with the client. */
  static int blockingPop(Jedis jedis, int index) {
    return popOne(jedis) == null ? 0 : 1;
  }

  static byte @Nullable [] popOne(Jedis jedis) {
    KeyValue<byte[], byte[]> popped = jedis.brpop(WAIT_SECONDS, QUEUE);
    return popped == null ? null : popped.getValue();
  }

  /** A list of its own for what a client has in hand, from which the job goes when it is done. */
  static int moveAndRemove(Jedis jedis, int index) {
    byte[] inHand = (Site.QUEUE + ":in-hand:" + index).getBytes(UTF_8);
    byte[] job = jedis.blmove(QUEUE, inHand, ListDirection.RIGHT, ListDirection.LEFT, WAIT_SECONDS);
    if (job == null) {
      return 0;
    }
    jedis.lrem(inHand, 1, job);
    return 1;
  }

  /** Many jobs a round trip; lost with the client. */
  static JedisLoop.Step popMany(int count) {
    return (jedis, index) -> {
      List<byte[]> jobs = jedis.rpop(QUEUE, count);
      return jobs == null ? 0 : jobs.size();
    };
  }
}
