package io.millrace.bench.redis;

import java.util.List;
import java.util.Map;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XReadGroupParams;
import redis.clients.jedis.resps.StreamEntry;

/**
 * Consumers of one group of a stream: {@code XREADGROUP}, then {@code XACK} of what it brought.
 *
 * @param count how many a round trip
 */
record StreamLoop(int count) implements Contender {
  private static final String GROUP = "benchmark";

  /** Part of the jobs that one at a time does in a run. */
  private static final int SLOW = 5;

  @Override
  public String name() {
    return "XREADGROUP COUNT " + count + " + XACK";
  }

  @Override
  public long jobs(long most) {
    return count == 1 ? most / SLOW : most;
  }

  @Override
  public void fill(Site site, long jobs, int sizeBytes) {
    Filling.fillStream(site, GROUP, jobs, sizeBytes);
  }

  @Override
  public Running start(Run run) {
    return JedisLoop.start(run, this::step);
  }

  private int step(Jedis jedis, int index) {
    List<Map.Entry<String, List<StreamEntry>>> read =
        jedis.xreadGroup(
            GROUP,
            "consumer-" + index,
            XReadGroupParams.xReadGroupParams().count(count).block(50),
            Map.of(Filling.STREAM, StreamEntryID.XREADGROUP_UNDELIVERED_ENTRY));
    if (read == null) {
      return 0;
    }
    List<StreamEntry> entries = read.get(0).getValue();
    jedis.xack(
        Filling.STREAM,
        GROUP,
        entries.stream().map(StreamEntry::getID).toArray(StreamEntryID[]::new));
    return entries.size();
  }
}
