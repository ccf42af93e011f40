package io.millrace.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.testkit.redis.RedisCluster;
import io.millrace.testkit.redis.RedisExtension;
import io.millrace.testkit.redis.RedisSentinel;
import io.millrace.testkit.redis.RedisServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Pipelines between lists of Redis servers that are more than one, or want a login. */
@Timeout(120)
@ExtendWith(RedisExtension.class)
class RedisPlacesRunTest {
  @TempDir private Path directory;

  private StartedRun daemon;

  @BeforeEach
  void prepare() {
    daemon = new StartedRun(directory);
  }

  @AfterEach
  void stop() throws Exception {
    daemon.close();
  }

  @Test
  void followsTheMasterOfSentinels(RedisSentinel sentinels) throws Exception {
    sentinels.master().command("LPUSH", "orders", "a");
    daemon.start(
        """
        pipelines:
          - name: copy
            source: { redis: { sentinels: [%s], master: %s, lists: orders } }
            sink: { redis: { list: copies, replicas: 1, replica-timeout: 5s } }
        """
            .formatted(addresses(sentinels.sentinels()), RedisSentinel.MASTER_NAME));
    await().until(() -> sentinels.master().command("LLEN", "copies").equals("1"));
    RedisServer after = sentinels.failover();
    after.command("LPUSH", "orders", "b");
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> assertThat(after.command("LRANGE", "copies", "0", "-1")).isEqualTo("b\na"));
    await().untilAsserted(() -> assertThat(daemon.readiness().statusCode()).isEqualTo(200));
    daemon.stop();
    assertThat(daemon.exitCode()).as(daemon.err()).isZero();
  }

  @Test
  void readsAndWritesShardsOfACluster(RedisCluster cluster) throws Exception {
    Map<String, String> lists = Map.of("orders.0", "a", "orders.1", "b");
    lists.forEach((list, order) -> cluster.masterOf(list).command("LPUSH", list, order));
    daemon.start(
        """
        pipelines:
          - name: copy
            source: { redis: { cluster: [%s], lists: orders, shards: 2 } }
            sink: { redis: { list: copies } }
            dead-letter: redis
        """
            .formatted(addresses(cluster.nodes().subList(0, 2))));
    await().until(() -> cluster.masterOf("copies").command("LLEN", "copies").equals("2"));
    cluster.moveSlotOf("orders.0");
    cluster.masterOf("orders.0").command("LPUSH", "orders.0", "c");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> cluster.masterOf("copies").command("LLEN", "copies").equals("3"));
    daemon.stop();
    assertThat(daemon.exitCode()).as(daemon.err()).isZero();
  }

  private static String addresses(List<RedisServer> servers) {
    return servers.stream()
        .map(server -> "\"" + server.host() + ":" + server.port() + "\"")
        .collect(Collectors.joining(", "));
  }

  @Test
  void logsInOverTlsWithAPasswordFromAFile() throws Exception {
    try (RedisServer own =
        RedisServer.builder().tls().user("mill", "hush-hush", "~* &* +@all").usersOnly().build()) {
      own.start();
      own.command("LPUSH", "orders", "a");
      Path secret = Files.writeString(directory.resolve("secret"), "hush-hush\n");
      daemon.start(
          Map.of("MILLRACE_PIPELINES_0_SOURCE_REDIS_PASSWORD_FILE", secret.toString()),
          """
          pipelines:
            - name: copy
              source: { redis: { server: "127.0.0.1:%d", user: mill, tls: { ca: %s }, lists: orders } }
              sink: { redis: { list: copies } }
          """
              .formatted(own.tlsPort(), own.certificate()));
      await().until(() -> own.command("LLEN", "copies").equals("1"));
      daemon.stop();
      assertThat(daemon.exitCode()).as(daemon.err()).isZero();
      assertThat(daemon.err()).doesNotContain("hush-hush");
    }
  }
}
