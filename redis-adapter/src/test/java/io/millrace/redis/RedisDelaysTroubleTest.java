package io.millrace.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.queue.Message;
import io.millrace.queue.PushException;
import io.millrace.redis.delay.Due;
import io.millrace.redis.delay.Mover;
import io.millrace.testkit.redis.RedisCluster;
import io.millrace.testkit.redis.RedisServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Delayed jobs when something is wrong with Redis. */
@Timeout(60)
class RedisDelaysTroubleTest {
  private static RedisDelays<String> delays(RedisServer redis) {
    return RedisDelays.builder(RedisPayload.text()).address(redis.uri()).list("jobs").build();
  }

  private static void awaitLength(RedisServer redis, int length) {
    await().until(() -> redis.command("LLEN", "jobs").equals(Integer.toString(length)));
  }

  @Test
  void keepsThemThroughACrashOfRedisAndMovesThemAfterIt() throws Exception {
    try (RedisServer redis = RedisServer.builder().durable().build()) {
      redis.start();
      try (RedisDelays<String> delays = delays(redis)) {
        try (Mover mover = delays.startMover()) {
          delays.push(Message.of("soon"), Due.in(Duration.ofMillis(300)));
          delays.push(Message.of("later"), Due.in(Duration.ofDays(1)));
          redis.kill();
          redis.start();
          awaitLength(redis, 1);
          assertThat(mover).isNotNull();
        }
        assertThat(delays.count()).isEqualTo(1);
      }
    }
  }

  @Test
  void refusesMoreWithMemoryFullAndGoesOnMoving() throws Exception {
    try (RedisServer redis = RedisServer.builder().build()) {
      redis.start();
      try (RedisDelays<String> delays = delays(redis)) {
        for (int i = 0; i < 10; i++) {
          delays.push(Message.of("job"), Due.in(Duration.ZERO));
        }
        redis.command("CONFIG", "SET", "maxmemory", "1");
        assertThatThrownBy(() -> delays.push(Message.of("job"), Due.in(Duration.ZERO)))
            .isInstanceOf(PushException.class)
            .hasMessageContaining("OOM");
        try (Mover mover = delays.startMover()) {
          awaitLength(redis, 10);
          assertThat(mover).isNotNull();
        }
      }
    }
  }

  @Test
  void movesThemInACluster() throws Exception {
    try (RedisCluster cluster = RedisCluster.builder().build()) {
      cluster.start();
      String node = cluster.nodes().get(0).uri();
      for (String list : new String[] {"a", "b", "c"}) {
        try (RedisDelays<String> delays =
                RedisDelays.builder(RedisPayload.text())
                    .location(at -> at.address(node).cluster())
                    .list(list)
                    .build();
            Mover mover = delays.startMover()) {
          String id = delays.push(Message.of("never"), Due.in(Duration.ofDays(1))).id();
          delays.push(Message.of("now"), Due.in(Duration.ofMillis(50)));
          await().until(() -> delays.count() == 1);
          assertThat(delays.cancel(id)).isTrue();
          assertThat(mover).isNotNull();
        }
      }
    }
  }
}
