package io.millrace.testkit.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** One set-up for all tests. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisSentinelTest {
  private final RedisSentinel redis =
      RedisSentinel.builder().sentinels(3).downAfter(Duration.ofMillis(500)).build();

  @BeforeAll
  void start() {
    redis.start();
  }

  @AfterAll
  void close() {
    redis.close();
  }

  @Test
  void hasTheReplicaTakeOverOnDemandAndWhenTheMasterIsKilled() {
    RedisServer first = redis.master();
    first.command("SET", "kept", "yes");

    RedisServer second = redis.failover();
    assertThat(second).isNotSameAs(first).isSameAs(redis.master());
    assertThat(second.command("GET", "kept")).isEqualTo("yes");

    redis.awaitLinked(first); // or it would take over before it has what it is to keep
    second.kill();
    assertThat(redis.awaitMasterOtherThan(second)).isSameAs(first);
    assertThat(first.command("GET", "kept")).isEqualTo("yes");

    second.start();
    redis.awaitLinked(second);
    assertThat(redis.replica()).isSameAs(second);
  }
}
