package io.millrace.testkit.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** One cluster for all tests; those that change it leave it serving. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisClusterTest {
  private final RedisCluster cluster =
      RedisCluster.builder().replicas().durable().nodeTimeout(Duration.ofSeconds(1)).build();

  @BeforeAll
  void start() {
    cluster.start();
  }

  @AfterAll
  void close() {
    cluster.close();
  }

  @Test
  void spreadsKeysOverThreeMasters() {
    assertThat(cluster.nodes().subList(0, 3))
        .containsExactlyInAnyOrder(
            cluster.masterOf(0), cluster.masterOf(8_000), cluster.masterOf(16_383));
    assertThat(cluster.slotOf("{jobs}:a")).isEqualTo(cluster.slotOf("{jobs}:b"));
  }

  @Test
  void movesASlotWithItsKeys() {
    RedisServer before = cluster.masterOf("{moved}");
    before.command("RPUSH", "{moved}:list", "one", "two");

    RedisServer after = cluster.moveSlotOf("{moved}");

    assertThat(after).isNotSameAs(before).isSameAs(cluster.masterOf("{moved}"));
    assertThat(after.command("LRANGE", "{moved}:list", "0", "-1")).isEqualTo("one\ntwo");
    assertThatThrownBy(() -> before.command("LLEN", "{moved}:list")).hasMessageContaining("MOVED");
  }

  @Test
  void hasAReplicaTakeOver() {
    RedisServer before = cluster.masterOf("{handed}");
    before.command("SET", "{handed}", "over");

    RedisServer after = cluster.failover(before);

    assertThat(cluster.masterOf("{handed}")).isSameAs(after).isNotSameAs(before);
    assertThat(after.command("GET", "{handed}")).isEqualTo("over");
  }

  @Test
  void outlivesAMasterThatIsKilled() {
    int slot = cluster.slotOf("{killed}");
    RedisServer before = cluster.masterOf(slot);
    before.command("SET", "{killed}", "kept");
    cluster.awaitReplicated(before);

    before.kill();
    RedisServer after = cluster.awaitMasterOtherThan(before, slot);
    cluster.awaitServing();

    assertThat(after.command("GET", "{killed}")).isEqualTo("kept");
    before.start();
    cluster.awaitServing();
  }
}
