package io.millrace.testkit.redis;

import io.millrace.testkit.server.LoopbackPorts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a {@link RedisSentinel} is made of. */
public final class SentinelBuilder {
  private static final Duration SHORTEST_FAILOVER = Duration.ofSeconds(2);

  /**
   * A sentinel connects to a new master up to a ping period, half a second, after it has heard of
   * it, and counts from then on how long it does not answer.
   */
  private static final Duration SHORTEST_DOWN_AFTER = Duration.ofSeconds(1);

  private final List<String> lines = new ArrayList<>();
  private boolean isDurable;
  private int sentinels = 1;
  private Duration downAfter = SHORTEST_DOWN_AFTER;

  SentinelBuilder() {}

  /** How many sentinels watch; 1 by default. Most of them must agree that the master is gone. */
  public SentinelBuilder sentinels(int value) {
    sentinels = value;
    return this;
  }

  /** As {@link RedisServerBuilder#durable}, for master and replica. */
  public SentinelBuilder durable() {
    isDurable = true;
    return this;
  }

  /** A line of the configuration of master and replica. */
  public SentinelBuilder option(String line) {
    lines.add(line);
    return this;
  }

  /**
   * After how long without an answer a master that does not run counts as gone; 1 second by
   * default, which is the least.
   *
   * @throws IllegalArgumentException if it is less
   */
  public SentinelBuilder downAfter(Duration value) {
    if (value.compareTo(SHORTEST_DOWN_AFTER) < 0) {
      throw new IllegalArgumentException("less than " + SHORTEST_DOWN_AFTER + ": " + value);
    }
    downAfter = value;
    return this;
  }

  /** Master, replica and sentinels, not started. */
  public RedisSentinel build() {
    int masterPort = LoopbackPorts.free();
    RedisServer master = data().port(masterPort).build();
    RedisServer replica = data().option("replicaof " + master.host() + " " + masterPort).build();
    List<RedisServer> watching = new ArrayList<>();
    for (int i = 0; i < sentinels; i++) {
      watching.add(sentinel(master).build());
    }
    return new RedisSentinel(master, replica, new Sentinels(watching));
  }

  private RedisServerBuilder data() {
    RedisServerBuilder builder = RedisServer.builder();
    if (isDurable) {
      builder.durable();
    }
    lines.forEach(builder::option);
    return builder;
  }

  private RedisServerBuilder sentinel(RedisServer master) {
    String name = RedisSentinel.MASTER_NAME;
    return RedisServer.builder()
        .watching()
        .option(
            String.join(
                " ",
                "sentinel monitor",
                name,
                master.host(),
                Integer.toString(master.port()),
                Integer.toString(Sentinels.unreachable(sentinels))))
        .option("sentinel down-after-milliseconds " + name + " " + downAfter.toMillis())
        .option("sentinel failover-timeout " + name + " " + failoverTimeout().toMillis());
  }

  /** Not less than a replica needs to be seen promoted, on a machine under load. */
  private Duration failoverTimeout() {
    Duration some = downAfter.multipliedBy(3);
    return some.compareTo(SHORTEST_FAILOVER) < 0 ? SHORTEST_FAILOVER : some;
  }
}
