package io.millrace.testkit.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Makes one cluster of nodes that do not know each other. Does nothing to those that do. */
record ClusterFormation(List<RedisServer> masters, List<RedisServer> replicas) {
  /** A node forgets another one that does not shake hands within the node timeout. */
  private static final Duration MEET_AGAIN = Duration.ofSeconds(5);

  void form() {
    RedisServer first = masters.get(0);
    if (ClusterNode.all(first).size() > 1) {
      return;
    }
    for (int i = 0; i < masters.size(); i++) {
      // Different from the start: nodes that claim the same epoch would have to settle it first.
      masters.get(i).command("CLUSTER", "SET-CONFIG-EPOCH", Integer.toString(i + 1));
      addSlots(i);
    }
    List<RedisServer> all = new ArrayList<>(masters);
    all.addAll(replicas);
    RepeatedOrder order = new RepeatedOrder(MEET_AGAIN, () -> meet(first, all));
    Patience.await(
        RedisCluster.PATIENCE,
        "all nodes know each other",
        () -> all.stream().allMatch(node -> knows(node, all.size())) || order.give());
    for (int i = 0; i < replicas.size(); i++) {
      RedisServer replica = replicas.get(i);
      replica.command("CLUSTER", "REPLICATE", masters.get(i).command("CLUSTER", "MYID"));
      Patience.await(
          RedisCluster.PATIENCE,
          replica + " is linked",
          () -> replica.command("INFO", "replication").contains("master_link_status:up"));
    }
  }

  private static void meet(RedisServer first, List<RedisServer> all) {
    for (RedisServer node : all.subList(1, all.size())) {
      first.command("CLUSTER", "MEET", node.host(), Integer.toString(node.port()));
    }
  }

  private static boolean knows(RedisServer node, int count) {
    List<ClusterNode> known = ClusterNode.all(node);
    return known.size() == count
        && known.stream().noneMatch(each -> each.flags().contains("handshake"));
  }

  private void addSlots(int index) {
    List<String> words = new ArrayList<>(List.of("CLUSTER", "ADDSLOTS"));
    int end = RedisCluster.SLOTS * (index + 1) / masters.size();
    for (int slot = RedisCluster.SLOTS * index / masters.size(); slot < end; slot++) {
      words.add(Integer.toString(slot));
    }
    masters.get(index).command(words.toArray(new String[0]));
  }
}
