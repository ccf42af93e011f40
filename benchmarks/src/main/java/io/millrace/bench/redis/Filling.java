package io.millrace.bench.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Map;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.StreamEntryID;

/** Brings jobs to a server, all with the same bytes. */
final class Filling {
  static final String STREAM = "stream";

  private static final int BATCH = 500;

  private Filling() {}

  /** What was left over from before is used. */
  static void fillList(Site site, long jobs, int sizeBytes) {
    byte[][] batch = new byte[BATCH][];
    Arrays.fill(batch, payload(sizeBytes).getBytes(UTF_8));
    try (Jedis jedis = site.connect();
        Pipeline pipeline = jedis.pipelined()) {
      for (long i = jedis.llen(Site.QUEUE); i < jobs; i += BATCH) {
        pipeline.lpush(Site.QUEUE.getBytes(UTF_8), batch);
      }
    }
  }

  /** A new stream, with a group at its beginning. */
  static void fillStream(Site site, String group, long jobs, int sizeBytes) {
    Map<String, String> fields = Map.of("payload", payload(sizeBytes));
    try (Jedis jedis = site.connect()) {
      jedis.unlink(STREAM);
      for (long i = 0; i < jobs; i += BATCH) {
        try (Pipeline pipeline = jedis.pipelined()) {
          for (int k = 0; k < BATCH; k++) {
            pipeline.xadd(STREAM, StreamEntryID.NEW_ENTRY, fields);
          }
        }
      }
      jedis.xgroupCreate(STREAM, group, new StreamEntryID(0, 0), true);
    }
  }

  private static String payload(int sizeBytes) {
    return "x".repeat(sizeBytes);
  }
}
