package io.millrace.redis.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.redis.layout.QueueKeys;
import io.millrace.testkit.redis.RedisSentinel;
import io.millrace.testkit.redis.RedisServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Protocol.Command;

class SentinelMasterTest {
  private static final QueueKeys KEYS = QueueKeys.of("jobs");

  private static RedisServers servers(RedisSentinel redis) {
    RedisLocation location = new RedisLocation().sentinel(RedisSentinel.MASTER_NAME);
    redis.sentinels().forEach(sentinel -> location.address(sentinel.uri()));
    return location.toServers();
  }

  private static long push(Link link) {
    return (Long) link.run(Call.of(Command.LPUSH).key("jobs").add("job"));
  }

  @Test
  void leavesAMasterThatWasReplacedAndStillTakesWrites() {
    try (RedisSentinel redis = RedisSentinel.builder().sentinels(2).build()) {
      redis.start();
      // Four times this passes before they make a replica of a master that they have replaced.
      redis
          .sentinels()
          .forEach(sentinel -> sentinel.command("SENTINEL", "DEBUG", "PUBLISH-PERIOD", "30000"));
      RedisServer before = redis.master();
      RedisServer after = redis.replica();
      try (RedisServers servers = servers(redis);
          Link link = new Link(servers, KEYS)) {
        assertThat(push(link)).isEqualTo(1);
        int connection = link.generation();
        redis.sentinels().get(0).command("SENTINEL", "FAILOVER", RedisSentinel.MASTER_NAME);
        redis.awaitMasterOtherThan(before);
        await()
            .atMost(Duration.ofSeconds(15))
            .untilAsserted(() -> assertThat(link.generation()).isGreaterThan(connection));
        long there = Long.parseLong(before.command("LLEN", "jobs"));
        push(link);
        assertThat(before.command("INFO", "replication")).contains("role:master");
        assertThat(before.command("LLEN", "jobs")).isEqualTo(Long.toString(there));
        assertThat(after.command("LLEN", "jobs")).isEqualTo("2");

        // The one that was asked is gone: another one is.
        redis.sentinels().get(0).kill();
        assertThat(servers.serverOf(KEYS).getPort()).isIn(before.port(), after.port());
      }
    }
  }
}
