package io.millrace.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.testkit.redis.RedisExtension;
import io.millrace.testkit.redis.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code examples/config/redis.yaml} says in its comment, with a real server and processes.
 */
@Timeout(120)
@ExtendWith(RedisExtension.class)
class RedisExampleTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path directory;

  @Test
  void handlesWhatAnybodyPushesAndKeepsWhatIsGivenUp(RedisServer redis) throws Exception {
    redis.command("SET", "{orders}:paused", "stock-taking");
    redis.command("LPUSH", "orders", "{\"customer\": 1, \"id\": 1}");
    redis.command("LPUSH", "orders.urgent", "{\"customer\": 1, \"is\": \"bad\"}");
    Process daemon = start(redis);
    try {
      await().atMost(PATIENCE).until(() -> redis.command("LLEN", "orders.dead").equals("1"));
      assertThat(redis.command("LRANGE", "orders.dead", "0", "-1")).contains("closed", "bad");
      assertThat(redis.command("LLEN", "orders")).isEqualTo("1");
      redis.command("DEL", "{orders}:paused");
      await().atMost(PATIENCE).until(() -> redis.command("LLEN", "orders").equals("0"));
    } finally {
      daemon.destroy();
    }
    assertThat(daemon.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(daemon.exitValue()).isZero();
    assertThat(redis.command("KEYS", "*")).isEqualTo("orders.dead");
  }

  private Process start(RedisServer redis) throws IOException {
    return ExampleDaemon.start(
        "redis", directory.resolve("state"), "REDIS", redis.host() + ":" + redis.port());
  }
}
