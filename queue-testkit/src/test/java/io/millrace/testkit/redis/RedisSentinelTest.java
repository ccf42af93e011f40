package io.millrace.testkit.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** One set-up for all tests. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisSentinelTest {
  private final RedisSentinel redis = RedisSentinel.builder().sentinels(3).build();

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

    assertThat(sight(first, second))
        .contains(
            "masterPort=" + first.port(), "sentinel_tilt:0", "role:master", second + ": does not");

    second.start();
    redis.awaitLinked(second);
    assertThat(redis.replica()).isSameAs(second);
  }

  private String sight(RedisServer... servers) {
    return new Sight(List.of(servers), new Sentinels(redis.sentinels())).describe();
  }

  @Test
  void keepsAMasterThatRunsAndAnswersLate() {
    RedisServer master = redis.master();
    master.command("DEBUG", "SLEEP", "3");
    assertThat(redis.master()).isSameAs(master);
    assertThat(redis.failover()).isNotSameAs(master);
  }

  @Test
  void refusesToTakeAMasterForGoneBeforeSentinelsConnectToIt() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RedisSentinel.builder().downAfter(Duration.ofMillis(999)))
        .withMessageContaining("PT0.999S");
  }
}
