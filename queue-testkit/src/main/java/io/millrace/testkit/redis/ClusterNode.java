package io.millrace.testkit.redis;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A node of a cluster as another one sees it: a line of {@code CLUSTER NODES}.
 *
 * @param flags such as {@code myself,master}
 * @param master the id of its master, or {@code -}
 * @param epoch grows with each change; of two masters that claim a slot the one with more has it
 * @param slots ranges such as {@code 0-5460}, and single slots
 */
record ClusterNode(
    String id, int port, String flags, String master, long epoch, List<String> slots) {

  static List<ClusterNode> all(RedisServer asked) {
    return asked.command("CLUSTER", "NODES").lines().map(ClusterNode::of).toList();
  }

  private static ClusterNode of(String line) {
    String[] words = line.split(" ");
    String address = words[1].substring(0, words[1].indexOf('@'));
    int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    return new ClusterNode(
        words[0],
        port,
        words[2],
        words[3],
        Long.parseLong(words[6]),
        Stream.of(words).skip(8).filter(range -> !range.startsWith("[")).toList());
  }

  /** A node as it sees itself. */
  static ClusterNode itself(RedisServer asked) {
    return all(asked).stream()
        .filter(node -> node.flags.contains("myself"))
        .findFirst()
        .orElseThrow();
  }

  /** What all nodes must see alike in a cluster that is at rest. */
  static Set<List<Object>> view(RedisServer asked) {
    return all(asked).stream()
        .map(it -> List.<Object>of(it.port, it.isMaster(), it.hasFailed(), it.master, it.slots))
        .collect(Collectors.toSet());
  }

  boolean isMaster() {
    return flags.contains("master");
  }

  boolean isReplicaOf(String id) {
    return master.equals(id);
  }

  /** Whether the cluster, and not only the one that was asked, thinks so. */
  boolean hasFailed() {
    return List.of(flags.split(",")).contains("fail");
  }

  boolean has(int slot) {
    return slots.stream().anyMatch(range -> isIn(range, slot));
  }

  private static boolean isIn(String range, int slot) {
    String[] ends = range.split("-");
    return Integer.parseInt(ends[0]) <= slot && slot <= Integer.parseInt(ends[ends.length - 1]);
  }
}
