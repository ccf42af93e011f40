package io.millrace.testkit.redis;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/**
 * A master, its replica and sentinels that have the replica take over when the master is gone.
 *
 * <p>Servers keep their ports. The roles that they begin with are not theirs for ever: ask {@link
 * #master}. They change when a test has it so, by {@link #failover} or because it {@linkplain
 * RedisServer#kill killed}, {@linkplain RedisServer#stop stopped} or {@linkplain RedisServer#pause
 * paused} the master. As long as both servers run, sentinels replace none that answers late.
 *
 * <p><b>Threads:</b> one at a time; {@link #sentinels} from any.
 *
 * <p><b>Failure:</b> as of a {@link RedisServer}. The message about a wait in vain tells what
 * sentinels and servers said at its end.
 */
public final class RedisSentinel implements AutoCloseable {
  /** By which name clients ask a sentinel for the master. */
  public static final String MASTER_NAME = "mill";

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /**
   * One that sentinels gave up, or undid, begins again; one that has just ended would be undone.
   */
  private static final Duration ASK_AGAIN = Duration.ofSeconds(8);

  private final RedisServer first;
  private final RedisServer second;
  private final Sentinels sentinels;
  private final Sight sight;

  RedisSentinel(RedisServer first, RedisServer second, Sentinels sentinels) {
    this.first = new WatchedServer(first, second, sentinels);
    this.second = new WatchedServer(second, first, sentinels);
    this.sentinels = sentinels;
    sight = new Sight(List.of(first, second), sentinels);
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
    sentinels.start();
    await("all sentinels know all", sentinels::knowAll);
  }

  private void await(String what, BooleanSupplier condition) {
    Patience.await(PATIENCE, what, sight::describe, condition);
  }

  /** The servers that clients ask where the master is. */
  public List<RedisServer> sentinels() {
    return sentinels.all();
  }

  /** The master, as those sentinels have it now that know of the last failover. */
  public RedisServer master() {
    return sentinels.masterPort() == first.port() ? first : second;
  }

  /** The one that is not the master. */
  public RedisServer replica() {
    return otherThan(master());
  }

  private RedisServer otherThan(RedisServer server) {
    return Objects.equals(server, first) ? second : first;
  }

  /**
   * Has the replica take the master's place while both are well, and blocks until both have their
   * new roles, and all sentinels know.
   *
   * @return the new master
   */
  public RedisServer failover() {
    RedisServer before = master();
    RedisServer after = otherThan(before);
    awaitLinked(after);
    // Refused while one is under way, or the replica was not heard of for a while.
    RepeatedOrder order = new RepeatedOrder(ASK_AGAIN, sentinels::failover);
    await("a failover from " + before, () -> isMaster(after) || order.give());
    awaitLinked(before);
    return after;
  }

  private boolean isMaster(RedisServer server) {
    return sentinels.agreeOn(server)
        && server.command("INFO", "replication").contains("role:master");
  }

  /**
   * Blocks until all sentinels that run have another master than one that was killed, stopped or
   * paused, and it has its role.
   */
  public RedisServer awaitMasterOtherThan(RedisServer gone) {
    RedisServer other = otherThan(gone);
    await(other + " is the master", () -> isMaster(other));
    return other;
  }

  /** Blocks until a server is a replica that has all that its master has, as both know. */
  public void awaitLinked(RedisServer replica) {
    RedisServer other = otherThan(replica);
    await(
        replica + " is linked",
        () -> {
          // A change that is none, for replicas are told of it.
          other.command("PUBLISH", "millrace-testkit", "linked?");
          return replica.command("INFO", "replication").contains("master_link_status:up");
        });
    Replication.await(PATIENCE, replica, other, sight::describe);
  }

  /** Deletes all that is held. */
  public void flush() {
    master().flush();
  }

  /** Ends all servers and deletes their data. */
  @Override
  public void close() {
    sentinels.all().forEach(RedisServer::close);
    first.close();
    second.close();
  }
}
