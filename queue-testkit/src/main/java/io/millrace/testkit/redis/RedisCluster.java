package io.millrace.testkit.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A Redis cluster of three masters, with a replica for each on request, that a test may treat
 * badly: kill and pause its {@linkplain #nodes nodes}, have replicas take over, move slots.
 *
 * <p>Nodes keep their ports. The roles that they begin with are not theirs for ever: ask {@link
 * #masterOf}.
 *
 * <p><b>Threads:</b> one at a time; {@link #nodes} and {@link #slotOf} from any.
 *
 * <p><b>Failure:</b> as of a {@link RedisServer}.
 */
public final class RedisCluster implements AutoCloseable {
  /** How many slots a cluster has; keys are spread over them. */
  public static final int SLOTS = 16_384;

  static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Longer than the 5 seconds after which a node gives up a failover on demand. */
  private static final Duration ASK_AGAIN = Duration.ofSeconds(8);

  private final List<RedisServer> masters;
  private final List<RedisServer> replicas;
  private final List<RedisServer> nodes;

  RedisCluster(List<RedisServer> masters, List<RedisServer> replicas) {
    this.masters = masters;
    this.replicas = replicas;
    List<RedisServer> all = new ArrayList<>(masters);
    all.addAll(replicas);
    nodes = Collections.unmodifiableList(all);
  }

  /** A cluster whose nodes are processes of their own; not started. */
  public static ClusterBuilder builder() {
    return new ClusterBuilder();
  }

  /** Starts all nodes and blocks until they are one cluster that serves, about two seconds. */
  public void start() {
    nodes.forEach(RedisServer::start);
    new ClusterFormation(masters, replicas).form();
    awaitServing();
  }

  /** All of them, those first that were masters at the start. Any is a seed for a client. */
  public List<RedisServer> nodes() {
    return nodes;
  }

  /**
   * Blocks until all slots are served, and every node that runs sees all nodes in the same roles.
   */
  public void awaitServing() {
    Patience.await(
        PATIENCE,
        "the cluster serves all slots",
        () ->
            running().allMatch(this::serves)
                && running().map(ClusterNode::view).distinct().count() == 1);
  }

  private boolean serves(RedisServer node) {
    String info = node.command("CLUSTER", "INFO");
    return info.contains("cluster_state:ok") && info.contains("cluster_slots_ok:" + SLOTS);
  }

  /** The slot of a key. */
  public int slotOf(String key) {
    return Integer.parseInt(anyRunning().command("CLUSTER", "KEYSLOT", key));
  }

  /** The master that has a slot now: the newest of those that think they do. */
  public RedisServer masterOf(int slot) {
    return running()
        .map(ClusterNode::itself)
        .filter(node -> node.isMaster() && node.has(slot))
        .max(Comparator.comparingLong(ClusterNode::epoch))
        .map(node -> withPort(node.port()))
        .orElseThrow(() -> new IllegalStateException("nobody has slot " + slot));
  }

  /** The master that has the slot of a key. */
  public RedisServer masterOf(String key) {
    return masterOf(slotOf(key));
  }

  /** A running replica of a master, if it has one. */
  public Optional<RedisServer> replicaOf(RedisServer master) {
    String id = master.command("CLUSTER", "MYID");
    return ClusterNode.all(master).stream()
        .filter(node -> node.isReplicaOf(id) && !node.hasFailed())
        .map(node -> withPort(node.port()))
        .filter(RedisServer::isRunning)
        .findFirst();
  }

  /**
   * Has a replica take its master's place, in good order, and blocks until it has and all know.
   *
   * @return the new master
   */
  public RedisServer failover(RedisServer master) {
    RedisServer replica =
        replicaOf(master)
            .orElseThrow(() -> new IllegalStateException("without a replica: " + master));
    Patience.await(
        PATIENCE,
        "the replica is linked",
        () -> replica.command("INFO", "replication").contains("master_link_status:up"));
    // Refused while the link to the master is down.
    RepeatedOrder order =
        new RepeatedOrder(ASK_AGAIN, () -> replica.command("CLUSTER", "FAILOVER"));
    Patience.await(
        PATIENCE, replica + " takes over", () -> hasRole(replica, "master") || order.give());
    Patience.await(PATIENCE, master + " is a replica", () -> hasRole(master, "slave"));
    awaitServing();
    return replica;
  }

  private static boolean hasRole(RedisServer node, String role) {
    return node.command("INFO", "replication").contains("role:" + role);
  }

  /** Blocks until a replica has all that was written to its master, which must be something. */
  public void awaitReplicated(RedisServer master) {
    RedisServer replica =
        replicaOf(master)
            .orElseThrow(() -> new IllegalStateException("without a replica: " + master));
    Replication.await(PATIENCE, replica, master, () -> "");
  }

  /** Blocks until another master has the slot than one that was killed or cut off. */
  public RedisServer awaitMasterOtherThan(RedisServer gone, int slot) {
    Patience.await(PATIENCE, "another has slot " + slot, () -> !masterOf(slot).equals(gone));
    return masterOf(slot);
  }

  /** Moves a slot with all its keys to another master, while clients go on using them. */
  public void moveSlot(int slot, RedisServer to) {
    new SlotMove(slot, masterOf(slot), to).move(running().toList());
  }

  /** Moves the slot of a key to one of the masters that do not have it; returns that. */
  public RedisServer moveSlotOf(String key) {
    int slot = slotOf(key);
    RedisServer from = masterOf(slot);
    RedisServer to =
        running()
            .filter(node -> !node.equals(from) && ClusterNode.itself(node).isMaster())
            .findFirst()
            .orElseThrow();
    moveSlot(slot, to);
    return to;
  }

  /** Deletes all that the cluster holds. */
  public void flush() {
    running()
        .filter(node -> node.command("INFO", "replication").contains("role:master"))
        .forEach(RedisServer::flush);
  }

  private Stream<RedisServer> running() {
    return nodes.stream().filter(node -> node.isRunning() && !node.isPaused());
  }

  private RedisServer anyRunning() {
    return running().findFirst().orElseThrow(() -> new IllegalStateException("no node runs"));
  }

  private RedisServer withPort(int port) {
    return nodes.stream().filter(node -> node.port() == port).findFirst().orElseThrow();
  }

  /** Ends all nodes and deletes their data. */
  @Override
  public void close() {
    nodes.forEach(RedisServer::close);
  }
}
