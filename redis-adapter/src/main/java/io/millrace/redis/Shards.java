package io.millrace.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import redis.clients.jedis.util.JedisClusterCRC16;

/**
 * How a queue is spread over several lists: those of {@code mail} over three are {@code mail.0} to
 * {@code mail.2}, each in a slot of its own.
 *
 * <p>A key always goes to the same: CRC-16 of it, as Redis Cluster computes it, modulo their
 * number; messages without a key go round.
 *
 * <p><b>Threads:</b> any.
 */
final class Shards {
  private final int count;
  private final AtomicInteger next = new AtomicInteger();

  Shards(int count) {
    this.count = count;
  }

  /** The lists of a queue; itself where it is not spread. */
  static List<String> names(String queue, int count) {
    return count == 1
        ? List.of(queue)
        : IntStream.range(0, count).mapToObj(i -> queue + "." + i).toList();
  }

  int of(Optional<String> key) {
    if (count == 1) {
      return 0;
    }
    return key.map(text -> JedisClusterCRC16.getCRC16(text.getBytes(UTF_8)) % count)
        .orElseGet(() -> Math.floorMod(next.getAndIncrement(), count));
  }
}
