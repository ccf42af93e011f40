package io.millrace.testkit.redis;

import io.millrace.testkit.server.LoopbackPorts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a {@link RedisCluster} is made of. */
public final class ClusterBuilder {
  private static final int MASTERS = 3;

  /** How far above its port a node talks to the others. */
  private static final int BUS = 10_000;

  private final List<String> lines = new ArrayList<>();
  private boolean hasReplicas;
  private boolean isDurable;
  private Duration nodeTimeout = Duration.ofSeconds(2);

  ClusterBuilder() {}

  /** Gives each master a replica, which takes its place when it fails. */
  public ClusterBuilder replicas() {
    hasReplicas = true;
    return this;
  }

  /** As {@link RedisServerBuilder#durable}, for each node. */
  public ClusterBuilder durable() {
    isDurable = true;
    return this;
  }

  /** A line of the configuration of each node. */
  public ClusterBuilder option(String line) {
    lines.add(line);
    return this;
  }

  /** After how long without an answer a node counts as failed; 2 seconds by default. */
  public ClusterBuilder nodeTimeout(Duration value) {
    nodeTimeout = value;
    return this;
  }

  /** The cluster, not started. */
  public RedisCluster build() {
    return new RedisCluster(nodes(MASTERS), nodes(hasReplicas ? MASTERS : 0));
  }

  private List<RedisServer> nodes(int count) {
    List<RedisServer> nodes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      RedisServerBuilder node =
          RedisServer.builder()
              .port(LoopbackPorts.freeWith(BUS))
              .option("cluster-enabled yes")
              .option("cluster-node-timeout " + nodeTimeout.toMillis());
      if (isDurable) {
        node.durable();
      }
      lines.forEach(node::option);
      nodes.add(node.build());
    }
    return nodes;
  }
}
