package io.millrace.testkit.redis;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * A master, its replica and sentinels that have the replica take over when the master is gone.
 *
 * <p>Servers keep their ports. The roles that they begin with are not theirs for ever: ask {@link
 * #master}.
 *
 * <p><b>Threads:</b> one at a time; {@link #sentinels} from any.
 *
 * <p><b>Failure:</b> as of a {@link RedisServer}.
 */
public final class RedisSentinel implements AutoCloseable {
  /** By which name clients ask a sentinel for the master. */
  public static final String MASTER_NAME = "mill";

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

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Longer than a failover takes. */
  private static final Duration ASK_AGAIN = Duration.ofSeconds(8);

  private final RedisServer first;
  private final RedisServer second;
  private final List<RedisServer> sentinels;
  private long nextAskNanos;

  RedisSentinel(RedisServer first, RedisServer second, List<RedisServer> sentinels) {
    this.first = first;
    this.second = second;
    this.sentinels = List.copyOf(sentinels);
  }

  /** Servers in processes of their own; not started. */
  public static SentinelBuilder builder() {
    return new SentinelBuilder();
  }

  /** Starts all and blocks until the sentinels know each other and the replica. */
  public void start() {
    first.start();
    second.start();
    awaitLinked(second);
    for (RedisServer sentinel : sentinels) {
      sentinel.start();
      if (!sentinel.command("INFO", "server").contains("redis_version:6.")) {
        // An older one looks around every 10 seconds, whoever waits for it.
        sentinel.command(LOOK_OFTEN);
      }
    }
    Patience.await(
        PATIENCE, "all sentinels know all", () -> sentinels.stream().allMatch(this::knowsAll));
  }

  private boolean knowsAll(RedisServer sentinel) {
    List<String> facts = sentinel.command("SENTINEL", "MASTER", MASTER_NAME).lines().toList();
    return fact(facts, "num-slaves").equals("1")
        && fact(facts, "num-other-sentinels").equals(Integer.toString(sentinels.size() - 1));
  }

  private static String fact(List<String> facts, String name) {
    return facts.get(facts.indexOf(name) + 1);
  }

  /** The servers that clients ask where the master is. */
  public List<RedisServer> sentinels() {
    return sentinels;
  }

  /** The master, as the sentinels have it now. */
  public RedisServer master() {
    List<String> address =
        sentinels
            .get(0)
            .command("SENTINEL", "GET-MASTER-ADDR-BY-NAME", MASTER_NAME)
            .lines()
            .toList();
    return Integer.parseInt(address.get(1)) == first.port() ? first : second;
  }

  /** The one that is not the master. */
  public RedisServer replica() {
    return Objects.equals(master(), first) ? second : first;
  }

  /**
   * Has the replica take the master's place while both are well, and blocks until both have their
   * new roles.
   *
   * @return the new master
   */
  public RedisServer failover() {
    RedisServer before = master();
    awaitLinked(replica());
    nextAskNanos = System.nanoTime();
    Patience.await(PATIENCE, "a failover from " + before, () -> hasGoneFrom(before));
    RedisServer after = awaitMasterOtherThan(before);
    awaitLinked(before);
    return after;
  }

  /**
   * Asks for a failover, unless that has happened. One that sentinels gave up begins again; but not
   * at once, as one that has just ended would be undone.
   */
  private boolean hasGoneFrom(RedisServer before) {
    if (!Objects.equals(master(), before)) {
      return true;
    }
    long now = System.nanoTime();
    if (now - nextAskNanos >= 0) {
      nextAskNanos = now + ASK_AGAIN.toNanos();
      // Refused while one is under way.
      sentinels.get(0).command("SENTINEL", "FAILOVER", MASTER_NAME);
    }
    return false;
  }

  /** Blocks until the sentinels have another master than one that was killed or cut off. */
  public RedisServer awaitMasterOtherThan(RedisServer gone) {
    RedisServer other = Objects.equals(gone, first) ? second : first;
    Patience.await(
        PATIENCE,
        other + " is the master",
        () ->
            Objects.equals(master(), other)
                && other.command("INFO", "replication").contains("role:master"));
    return other;
  }

  /** Blocks until a server is a replica that has all that its master has, as both know. */
  public void awaitLinked(RedisServer replica) {
    RedisServer other = Objects.equals(replica, first) ? second : first;
    Patience.await(
        PATIENCE,
        replica + " is linked",
        () -> {
          // A change that is none, for replicas are told of it.
          other.command("PUBLISH", "millrace-testkit", "linked?");
          return replica.command("INFO", "replication").contains("master_link_status:up");
        });
    Replication.await(PATIENCE, replica, other);
  }

  /** Deletes all that is held. */
  public void flush() {
    master().flush();
  }

  /** Ends all servers and deletes their data. */
  @Override
  public void close() {
    sentinels.forEach(RedisServer::close);
    first.close();
    second.close();
  }
}
