package io.millrace.testkit.redis;

import java.util.List;
import java.util.stream.Stream;

/**
 * The sentinels of one master.
 *
 * <p>They may replace it on their own, or only on demand: the {@linkplain #guard second}, as long
 * as nothing has happened to a server.
 *
 * <p><b>Failure:</b> as of a {@link RedisServer}.
 */
record Sentinels(List<RedisServer> all) {
  /**
   * In milliseconds. A test does not wait for what suits a real set-up; but a replica is taken for
   * gone that was not heard of for five periods of pings or three of facts, and during a failover
   * it is asked for facts once a second whatever stands here. A sentinel that did not hear of a
   * failover for four publish periods undoes it.
   */
  private static final String[] LOOK_OFTEN = {
    "SENTINEL",
    "DEBUG",
    "INFO-PERIOD",
    "1000",
    "PUBLISH-PERIOD",
    "500",
    "ASK-PERIOD",
    "200",
    "PING-PERIOD",
    "500",
    "ELECTION-TIMEOUT",
    "3000",
    "TILT-TRIGGER",
    "20000"
  };

  Sentinels {
    all = List.copyOf(all);
  }

  /** How many of so many must agree that the master is gone. */
  static int majority(int count) {
    return count / 2 + 1;
  }

  /** A quorum that so many cannot reach. */
  static int unreachable(int count) {
    return count + 1;
  }

  /** Starts all. */
  void start() {
    for (RedisServer sentinel : all) {
      sentinel.start();
      if (!sentinel.command("INFO", "server").contains("redis_version:6.")) {
        // An older one looks around every 10 seconds, whoever waits for it.
        sentinel.command(LOOK_OFTEN);
      }
    }
  }

  /** Those that can be asked. */
  private Stream<RedisServer> running() {
    return all.stream().filter(sentinel -> sentinel.isRunning() && !sentinel.isPaused());
  }

  private List<SentinelView> views() {
    return running().map(SentinelView::of).toList();
  }

  /** Whether each knows one replica and all the other sentinels. */
  boolean knowAll() {
    return views().stream()
        .allMatch(view -> view.replicas() == 1 && view.otherSentinels() == all.size() - 1);
  }

  /** Where the master is; one that has not heard of the last failover yet does not count. */
  int masterPort() {
    return views().stream()
        .max(SentinelView.BY_AGE)
        .orElseThrow(() -> new IllegalStateException("no sentinel runs"))
        .masterPort();
  }

  /** Whether all say that the master is there, and none is about to change that. */
  boolean agreeOn(RedisServer master) {
    List<SentinelView> views = views();
    return !views.isEmpty()
        && views.stream()
            .allMatch(view -> view.masterPort() == master.port() && !view.isFailingOver());
  }

  /**
   * Has the first one begin a failover.
   *
   * @throws IllegalStateException if there is one, or no replica is fit
   */
  void failover() {
    running().findFirst().orElseThrow().command("SENTINEL", "FAILOVER", RedisSentinel.MASTER_NAME);
  }

  /** From now on they replace a master that most of them take for gone. */
  void replace() {
    quorum(majority(all.size()));
  }

  /** From now on they replace no master but on demand, whatever they believe. */
  void guard() {
    quorum(unreachable(all.size()));
  }

  private void quorum(int value) {
    running()
        .forEach(
            each ->
                each.command(
                    "SENTINEL",
                    "SET",
                    RedisSentinel.MASTER_NAME,
                    "quorum",
                    Integer.toString(value)));
  }
}
