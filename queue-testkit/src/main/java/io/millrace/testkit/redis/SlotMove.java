package io.millrace.testkit.redis;

import java.util.ArrayList;
import java.util.List;

/** Moves one slot in the way that Redis prescribes, so that clients may use its keys meanwhile. */
record SlotMove(int slot, RedisServer from, RedisServer to) {
  private static final String KEYS_AT_ONCE = "100";
  private static final String MIGRATE_MILLIS = "10000";

  /** Blocks until it is done and all of the given nodes know. */
  void move(List<RedisServer> nodes) {
    String number = Integer.toString(slot);
    String source = from.command("CLUSTER", "MYID");
    String target = to.command("CLUSTER", "MYID");
    if (source.equals(target)) {
      return;
    }
    to.command("CLUSTER", "SETSLOT", number, "IMPORTING", source);
    from.command("CLUSTER", "SETSLOT", number, "MIGRATING", target);
    List<String> keys = keys(number);
    while (!keys.isEmpty()) {
      migrate(keys);
      keys = keys(number);
    }
    // The new owner first: were it the other way round, nobody would have the slot for a moment.
    to.command("CLUSTER", "SETSLOT", number, "NODE", target);
    from.command("CLUSTER", "SETSLOT", number, "NODE", target);
    Patience.await(
        RedisCluster.PATIENCE,
        "all know where slot " + slot + " is",
        () -> nodes.stream().allMatch(node -> knowsOwner(node, target)));
  }

  private List<String> keys(String number) {
    return from.command("CLUSTER", "GETKEYSINSLOT", number, KEYS_AT_ONCE).lines().toList();
  }

  private void migrate(List<String> keys) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "MIGRATE",
                to.host(),
                Integer.toString(to.port()),
                "",
                "0",
                MIGRATE_MILLIS,
                "REPLACE",
                "KEYS"));
    words.addAll(keys);
    from.command(words.toArray(new String[0]));
  }

  private boolean knowsOwner(RedisServer node, String id) {
    return ClusterNode.all(node).stream().anyMatch(each -> each.id().equals(id) && each.has(slot));
  }
}
