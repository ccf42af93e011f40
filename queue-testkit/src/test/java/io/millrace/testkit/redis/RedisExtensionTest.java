package io.millrace.testkit.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RedisExtension.class)
class RedisExtensionTest {
  private final RedisServer given;

  RedisExtensionTest(RedisServer given) {
    this.given = given;
  }

  /** Both classes that ask this write something: whichever comes second proves it. */
  @BeforeAll
  static void beginsWithAnEmptyServer(RedisServer redis) {
    assertThat(redis.command("DBSIZE")).isEqualTo("0");
    redis.command("SET", "RedisExtensionTest", "here");
  }

  @Test
  void givesTheSameServerToAllOfAJvm(RedisServer redis) {
    assertThat(redis).isSameAs(given);
    assertThat(redis.command("PING")).isEqualTo("PONG");
  }

  @Test
  void givesAClusterAndASentinelOnDemand(RedisCluster cluster, RedisSentinel sentinel) {
    assertThat(cluster.nodes()).hasSize(6);
    assertThat(sentinel.master().command("PING")).isEqualTo("PONG");
  }

  @Nested
  class WithinAClass {
    @Test
    void keepsWhatTheClassHasWritten(RedisServer redis) {
      assertThat(redis.command("GET", "RedisExtensionTest")).isEqualTo("here");
    }
  }
}
