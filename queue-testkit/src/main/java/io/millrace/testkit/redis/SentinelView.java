package io.millrace.testkit.redis;

import java.util.Comparator;
import java.util.List;

/**
 * What one sentinel has of its master.
 *
 * @param epoch of the failover that made it the master; the last one has the highest
 * @param flags what it thinks of it, such as {@code master,s_down}
 */
record SentinelView(int masterPort, long epoch, String flags, int replicas, int otherSentinels) {
  static final Comparator<SentinelView> BY_AGE = Comparator.comparingLong(SentinelView::epoch);

  /** Asks it. */
  static SentinelView of(RedisServer sentinel) {
    List<String> facts =
        sentinel.command("SENTINEL", "MASTER", RedisSentinel.MASTER_NAME).lines().toList();
    return new SentinelView(
        Integer.parseInt(fact(facts, "port")),
        Long.parseLong(fact(facts, "config-epoch")),
        fact(facts, "flags"),
        Integer.parseInt(fact(facts, "num-slaves")),
        Integer.parseInt(fact(facts, "num-other-sentinels")));
  }

  private static String fact(List<String> facts, String name) {
    return facts.get(facts.indexOf(name) + 1);
  }

  boolean isFailingOver() {
    return flags.contains("failover_in_progress");
  }
}
