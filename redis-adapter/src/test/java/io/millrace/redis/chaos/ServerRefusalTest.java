package io.millrace.redis.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.queue.ConsumerFactory;
import io.millrace.queue.Message;
import io.millrace.queue.Outcome;
import io.millrace.queue.Queue;
import io.millrace.redis.RedisListSource;
import io.millrace.redis.RedisPayload;
import io.millrace.testkit.redis.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;

/** What a server refuses, and what it hardly bears. */
class ServerRefusalTest {
  private static final long MEBIBYTE = 1024 * 1024;

  private static final JedisClientConfig CLIENT =
      DefaultJedisClientConfig.builder()
          .autoNegotiateProtocol(false)
          .socketTimeoutMillis(120_000)
          .build();

  /** 512 is what Redis takes at most. */
  private static final int ELEMENT_MEBIBYTES = Integer.getInteger("chaos.element.mebibytes", 64);

  @Test
  void worksOffAListInAServerWhoseMemoryIsFull(@TempDir Path directory) throws Exception {
    try (RedisServer full = RedisServer.builder().maxMemory(4 * MEBIBYTE, "noeviction").build()) {
      full.start();
      try (ChaosRun run = ChaosRun.on(full, directory)) {
        Load load = run.load(20_000);
        ChaosRun.patiently().until(() -> isFull(full));
        try (Worker worker = Worker.started(run.worker("w"))) {
          run.awaitMore(2_000);
          run.end(load);
          run.awaitTheEnd();
          worker.stop();
          ChaosReport.exact("maxmemory reached", run.judge(), 0);
        }
      }
    }
  }

  private static boolean isFull(RedisServer server) {
    try {
      server.command("SET", "filler", "x");
      server.command("DEL", "filler");
      return false;
    } catch (IllegalStateException e) {
      return e.getMessage().contains("OOM");
    }
  }

  @Test
  void saysThatTheKeyIsNoListAndGoesOnOnceItIs(@TempDir Path directory) throws Exception {
    try (RedisServer redis = RedisServer.builder().build()) {
      redis.start();
      try (ChaosRun run = ChaosRun.on(redis, directory)) {
        redis.command("SET", run.keys().list(), "no list");
        try (Worker worker = Worker.started(run.worker("w"))) {
          ChaosRun.patiently()
              .untilAsserted(() -> assertThat(worker.notReady().orElse("")).contains("no list"));
          String words = worker.notReady().orElse("");
          redis.command("DEL", run.keys().list());
          Load load = run.load(500);
          run.awaitMore(200);
          ChaosRun.patiently().untilAsserted(() -> assertThat(worker.notReady()).isEmpty());
          run.end(load);
          run.awaitTheEnd();
          worker.stop();
          ChaosReport.exact("wrong type at the key (\"" + words + "\")", run.judge(), 0);
        }
      }
    }
  }

  @Test
  void takesAnElementAsLargeAsRedisDoes() throws Exception {
    byte[] element = new byte[(int) (ELEMENT_MEBIBYTES * MEBIBYTE)];
    element[element.length - 1] = 7;
    CompletableFuture<Message<byte[]>> taken = new CompletableFuture<>();
    try (RedisServer redis = RedisServer.builder().build()) {
      redis.start();
      try (Jedis jedis = new Jedis(new HostAndPort(redis.host(), redis.port()), CLIENT)) {
        jedis.lpush("large".getBytes(UTF_8), element);
      }
      RedisListSource<byte[]> source =
          RedisListSource.builder(RedisPayload.bytes()).address(redis.uri()).lists("large").build();
      Queue<byte[]> queue =
          Queue.<byte[]>builder("large")
              .producers(1, source)
              .consumers(
                  ConsumerFactory.shared(
                      message -> {
                        taken.complete(message);
                        return Outcome.ack();
                      }))
              .build();
      queue.start();
      try {
        Message<byte[]> message = taken.get(60, TimeUnit.SECONDS);
        boolean good =
            message.payload().length == element.length
                && message.payload()[element.length - 1] == 7
                && message.attempt() == 1;
        ChaosReport.line(
            "an element of " + ELEMENT_MEBIBYTES + " MiB", good, "taken at its first attempt");
        assertThat(good).isTrue();
        ChaosRun.patiently()
            .untilAsserted(() -> assertThat(redis.command("DBSIZE")).isEqualTo("0"));
      } finally {
        queue.stop(Duration.ofSeconds(10));
      }
    }
  }
}
