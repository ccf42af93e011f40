package io.millrace.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.testkit.redis.RedisExtension;
import io.millrace.testkit.redis.RedisServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Pipelines of a daemon between the lists of a real server. */
@Timeout(120)
@ExtendWith(RedisExtension.class)
class RedisRunTest {
  @TempDir private Path directory;

  private StartedRun daemon;

  private RedisServer redis;

  @BeforeEach
  void connect(RedisServer server) {
    redis = server;
    redis.flush();
    daemon = new StartedRun(directory);
  }

  @AfterEach
  void stop() throws Exception {
    daemon.close();
  }

  @Test
  void copiesAListInTheOrderOfKeysFoundInItsElements() throws Exception {
    push("orders", IntStream.range(0, 200).mapToObj(i -> "k" + i % 7 + " " + i).toList());
    daemon.start(
        """
        pipelines:
          - name: copy
            source: { redis: { server: "%s", lists: orders, key: { field: 1 } } }
            order: key
            consumers: 4
            sink: { redis: { list: copies, format: payload } }
        """
            .formatted(address()));
    awaitLength("copies", 200);
    daemon.stop();
    assertThat(daemon.exitCode()).as(daemon.err()).isZero();
    assertThat(daemon.err()).contains("finished 200 (acked 200,").contains("lost 0");
    List<String> copies = elements("copies", true);
    for (int key = 0; key < 7; key++) {
      String name = "k" + key + " ";
      assertThat(copies.stream().filter(copy -> copy.startsWith(name)).toList())
          .isEqualTo(
              IntStream.range(0, 200)
                  .mapToObj(i -> "k" + i % 7 + " " + i)
                  .filter(job -> job.startsWith(name))
                  .toList());
    }
    assertThat(redis.command("KEYS", "*")).isEqualTo("copies");
  }

  @Test
  void emptiesTheUrgentListFirstAndReadsShards() throws Exception {
    push("orders", List.of("2", "3"));
    push("urgent", List.of("1"));
    daemon.start(
        """
        pipelines:
          - name: first
            source: { redis: { uri: "%s", lists: [urgent, orders] } }
            consumers: 1
            sink: { redis: { list: spread, shards: 2 } }
          - name: second
            source: { redis: { uri: "%s", lists: spread, shards: 2, mode: simple } }
            consumers: 1
            sink: { redis: { list: copies } }
        """
            .formatted(redis.uri(), redis.uri()));
    awaitLength("copies", 3);
    daemon.stop();
    assertThat(daemon.exitCode()).as(daemon.err()).isZero();
    assertThat(elements("copies", true)).containsExactlyInAnyOrder("1", "2", "3");
    assertThat(redis.command("KEYS", "*")).isEqualTo("copies");
  }

  @Test
  void keepsDeadLettersBesideTheListOldestFirst() throws Exception {
    push("orders", List.of("a", "b"));
    daemon.start(
        """
        pipelines:
          - name: fails
            source: { redis: { uri: "%s", lists: orders } }
            consumers: 1
            handler: { exec: { command: [sh, -c, 'while read -r l; do echo "dead no $l"; done'] } }
            dead-letter: redis
        """
            .formatted(redis.uri()));
    awaitLength("{orders}:dead", 2);
    daemon.stop();
    assertThat(daemon.exitCode()).as(daemon.err()).isZero();
    List<String> letters = elements("{orders}:dead", false);
    assertThat(letters.get(0)).contains("millrace-dead-letter-reason").contains("no a");
    assertThat(letters.get(1)).contains("no b");
  }

  @Test
  void goesFromAFileOfDeadLettersBackToTheListTheyCameFrom() throws Exception {
    push("orders", List.of("a"));
    Path file =
        daemon.start(
            """
            pipelines:
              - name: fails
                source: { redis: { uri: "%s", lists: [urgent, orders] } }
                consumers: 1
                handler: { exec: { command: [sh, -c, 'while read -r l; do echo "dead no $l"; done'] } }
            """
                .formatted(redis.uri()));
    Path dead = directory.resolve("state/dead-letters/fails.ndjson");
    await().until(() -> Files.exists(dead) && Files.size(dead) > 0);
    daemon.stop();
    assertThat(daemon.millrace("dlq", "redrive", "--config", file.toString()))
        .as(daemon.err())
        .isZero();
    assertThat(elements("orders", true)).singleElement().asString().endsWith("a");
    assertThat(redis.command("EXISTS", "urgent")).isEqualTo("0");
  }

  @Test
  void obeysTheKeyThatPausesAllWorkers() throws Exception {
    redis.command("SET", "{orders}:paused", "stock-taking");
    push("orders", List.of("a"));
    daemon.start(copyOf(redis.uri()));
    await().until(() -> redis.command("CLIENT", "LIST").contains("name=millrace"));
    await()
        .during(Duration.ofMillis(500))
        .atMost(Duration.ofSeconds(5))
        .until(() -> redis.command("LLEN", "orders").equals("1"));
    redis.command("DEL", "{orders}:paused");
    awaitLength("copies", 1);
  }

  @Test
  void isNotReadyWhileRedisIsGoneAndSaysSo() throws Exception {
    try (RedisServer own = RedisServer.builder().durable().build()) {
      own.start();
      own.command("LPUSH", "orders", "a");
      daemon.start(copyOf(own.uri()));
      await().until(() -> own.command("LLEN", "copies").equals("1"));
      await().untilAsserted(() -> assertThat(daemon.readiness().statusCode()).isEqualTo(200));
      own.kill();
      await()
          .untilAsserted(
              () -> {
                assertThat(daemon.readiness().statusCode()).isEqualTo(503);
                assertThat(daemon.readiness().body()).contains("redis 127.0.0.1:" + own.port());
              });
      own.start();
      own.command("LPUSH", "orders", "b");
      await().atMost(Duration.ofSeconds(30)).until(() -> own.command("LLEN", "copies").equals("2"));
      await().untilAsserted(() -> assertThat(daemon.readiness().statusCode()).isEqualTo(200));
      daemon.stop();
      assertThat(daemon.exitCode()).as(daemon.err()).isZero();
    }
  }

  @Test
  void isNotReadyWhileTheSinksMemoryIsFullAndSaysSo() throws Exception {
    try (RedisServer full = RedisServer.builder().maxMemory(64 << 20, "noeviction").build()) {
      full.start();
      full.command("CONFIG", "SET", "maxmemory", "1");
      push("orders", List.of("a"));
      daemon.start(
          """
          pipelines:
            - name: copy
              source: { redis: { uri: "%s", lists: orders } }
              sink: { redis: { uri: "%s", list: copies } }
          """
              .formatted(redis.uri(), full.uri()));
      await()
          .untilAsserted(
              () -> {
                assertThat(daemon.readiness().statusCode()).isEqualTo(503);
                assertThat(daemon.readiness().body())
                    .contains("redis 127.0.0.1:" + full.port(), "memory is full (OOM)");
              });
      full.command("CONFIG", "SET", "maxmemory", "0");
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> full.command("LLEN", "copies").equals("1"));
      await().untilAsserted(() -> assertThat(daemon.readiness().statusCode()).isEqualTo(200));
    }
  }

  private static String copyOf(String uri) {
    return """
        pipelines:
          - name: copy
            source: { redis: { uri: "%s", lists: orders, timeout: 500ms } }
            sink: { redis: { list: copies } }
        """
        .formatted(uri);
  }

  private String address() {
    return redis.host() + ":" + redis.port();
  }

  private void push(String list, List<String> elements) {
    String[] command = new String[elements.size() + 2];
    command[0] = "LPUSH";
    command[1] = list;
    for (int i = 0; i < elements.size(); i++) {
      command[i + 2] = elements.get(i);
    }
    redis.command(command);
  }

  /** From the left, or in the order in which they were pushed there. */
  private List<String> elements(String list, boolean isReversed) {
    List<String> elements = redis.command("LRANGE", list, "0", "-1").lines().toList();
    return isReversed
        ? IntStream.range(0, elements.size())
            .mapToObj(i -> elements.get(elements.size() - 1 - i))
            .toList()
        : elements;
  }

  private void awaitLength(String list, int length) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> redis.command("LLEN", list).equals(Integer.toString(length)));
  }
}
