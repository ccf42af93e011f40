package io.millrace.broker.vhost;

import static io.millrace.broker.vhost.TestHost.persistent;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.redis.RedisAddress;
import io.millrace.broker.redis.RedisSettings;
import io.millrace.testkit.redis.RedisCluster;
import io.millrace.testkit.redis.RedisServer;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A Redis Cluster whose nodes sync before they answer, and of which some die. */
class RedisClusterStoreContractTest extends RemoteStoreContract {
  private final RedisCluster cluster = RedisCluster.builder().durable().replicas().build();
  private String prefix = "";
  private List<RedisServer> gone = List.of();

  @BeforeAll
  void startCluster() {
    cluster.start();
  }

  @AfterAll
  void stopCluster() {
    cluster.close();
  }

  @Override
  StoreSite site() {
    prefix = UUID.randomUUID().toString();
    return new RedisSite(
        RedisSettings.at(
                cluster.nodes().stream()
                    .map(node -> new RedisAddress(node.host(), node.port()))
                    .toList())
            .withKeyPrefix(prefix));
  }

  private String key() {
    return "{" + prefix + "}:owner";
  }

  @Override
  void interrupt() {
    gone = List.copyOf(cluster.nodes());
    gone.forEach(RedisServer::kill);
  }

  @Override
  void resume() {
    gone.forEach(RedisServer::start);
    cluster.awaitServing();
  }

  @Test
  void aReplicaThatTakesOverGoesOnWithTheStore() throws IOException {
    declare("q");
    publish("q", bodies(0, 10));
    RedisServer master = cluster.masterOf(key());
    cluster.awaitReplicated(master);
    master.kill();
    try {
      TestPublisher publisher = broker.publisher();
      for (String body : bodies(10, 60)) {
        publisher.publish(persistent("", "q", body));
      }
      publisher.awaitAll();
      assertThat(publisher.refused).isEmpty();
      assertThat(cluster.masterOf(key())).isNotEqualTo(master);

      after(End.DEATH);

      assertThat(broker.consume("q", 100).bodies(60)).containsExactly(bodies(0, 60));
    } finally {
      master.start();
      cluster.awaitServing();
    }
  }

  @Test
  void itsSlotMayMoveWhilePublishersAndConsumersGoOn() throws IOException {
    declare("q");
    TestConsumer consumer = broker.consume("q", 100);
    TestPublisher publisher = broker.publisher();
    int published = 0;
    for (int move = 0; move < 3; move++) {
      for (String body : bodies(published, published + 500)) {
        publisher.publish(persistent("", "q", body));
      }
      published += 500;
      publisher.flush();
      cluster.moveSlotOf(key());
      assertThat(consumer.acknowledgeNext().body()).isEqualTo("m" + move);
    }
    publisher.awaitAll();
    assertThat(publisher.refused).isEmpty();
    assertThat(TestHost.await(consumer.subscription().durable())).isTrue();
    consumer.subscription().detach(true);

    after(End.DEATH);

    assertThat(broker.consume("q", 2_000).bodies(published - 3))
        .containsExactly(bodies(3, published));
  }

  @Test
  void oneNodeThatIsNamedIsEnough() throws IOException {
    declare("q");
    publish("q", "m");
    broker.close();
    RedisSettings all = site.settings().redis().orElseThrow();
    RedisServer any =
        cluster.nodes().stream()
            .filter(node -> !node.equals(cluster.masterOf(key())))
            .findFirst()
            .orElseThrow();
    RedisSettings one = RedisSettings.at(any.host(), any.port()).withKeyPrefix(all.keyPrefix());

    broker = new StoredBroker(new RedisSite(one).settings());

    assertThat(broker.consume("q", 1).next().body()).isEqualTo("m");
  }
}
