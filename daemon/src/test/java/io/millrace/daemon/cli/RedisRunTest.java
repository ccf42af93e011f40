package io.millrace.daemon.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.testkit.redis.RedisCluster;
import io.millrace.testkit.redis.RedisExtension;
import io.millrace.testkit.redis.RedisSentinel;
import io.millrace.testkit.redis.RedisServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
  private static final Pattern ADMIN = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");

  @TempDir private Path directory;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final CompletableFuture<IntConsumer> stop = new CompletableFuture<>();
  private CompletableFuture<Integer> run = CompletableFuture.completedFuture(0);
  private RedisServer redis;

  @BeforeEach
  void connect(RedisServer server) {
    redis = server;
    redis.flush();
  }

  @AfterEach
  void stop() throws Exception {
    if (!run.isDone()) {
      stop.get(60, TimeUnit.SECONDS).accept(Signals.TERMINATE);
      run.get(60, TimeUnit.SECONDS);
    }
  }

  @Test
  void copiesAListInTheOrderOfKeysFoundInItsElements() throws Exception {
    push("orders", IntStream.range(0, 200).mapToObj(i -> "k" + i % 7 + " " + i).toList());
    start(
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
    stop();
    assertThat(run.get()).as(text(err)).isZero();
    assertThat(text(err)).contains("finished 200 (acked 200,").contains("lost 0");
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
    start(
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
    stop();
    assertThat(run.get()).as(text(err)).isZero();
    assertThat(elements("copies", true)).containsExactlyInAnyOrder("1", "2", "3");
    assertThat(redis.command("KEYS", "*")).isEqualTo("copies");
  }

  @Test
  void keepsDeadLettersBesideTheListOldestFirst() throws Exception {
    push("orders", List.of("a", "b"));
    start(
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
    stop();
    assertThat(run.get()).as(text(err)).isZero();
    List<String> letters = elements("{orders}:dead", false);
    assertThat(letters.get(0)).contains("millrace-dead-letter-reason").contains("no a");
    assertThat(letters.get(1)).contains("no b");
  }

  @Test
  void goesFromAFileOfDeadLettersBackToTheListTheyCameFrom() throws Exception {
    push("orders", List.of("a"));
    Path file =
        start(
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
    stop();
    assertThat(millrace("dlq", "redrive", "--config", file.toString())).as(text(err)).isZero();
    assertThat(elements("orders", true)).singleElement().asString().endsWith("a");
    assertThat(redis.command("EXISTS", "urgent")).isEqualTo("0");
  }

  @Test
  void obeysTheKeyThatPausesAllWorkers() throws Exception {
    redis.command("SET", "{orders}:paused", "stock-taking");
    push("orders", List.of("a"));
    start(copyOf(redis.uri()));
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
      start(copyOf(own.uri()));
      await().until(() -> own.command("LLEN", "copies").equals("1"));
      await().untilAsserted(() -> assertThat(readiness().statusCode()).isEqualTo(200));
      own.kill();
      await()
          .untilAsserted(
              () -> {
                assertThat(readiness().statusCode()).isEqualTo(503);
                assertThat(readiness().body()).contains("redis 127.0.0.1:" + own.port());
              });
      own.start();
      own.command("LPUSH", "orders", "b");
      await().atMost(Duration.ofSeconds(30)).until(() -> own.command("LLEN", "copies").equals("2"));
      await().untilAsserted(() -> assertThat(readiness().statusCode()).isEqualTo(200));
      stop();
      assertThat(run.get()).as(text(err)).isZero();
    }
  }

  @Test
  void isNotReadyWhileTheSinksMemoryIsFullAndSaysSo() throws Exception {
    try (RedisServer full = RedisServer.builder().maxMemory(64 << 20, "noeviction").build()) {
      full.start();
      full.command("CONFIG", "SET", "maxmemory", "1");
      push("orders", List.of("a"));
      start(
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
                assertThat(readiness().statusCode()).isEqualTo(503);
                assertThat(readiness().body())
                    .contains("redis 127.0.0.1:" + full.port(), "memory is full (OOM)");
              });
      full.command("CONFIG", "SET", "maxmemory", "0");
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> full.command("LLEN", "copies").equals("1"));
      await().untilAsserted(() -> assertThat(readiness().statusCode()).isEqualTo(200));
    }
  }

  @Test
  void followsTheMasterOfSentinels(RedisSentinel sentinels) throws Exception {
    sentinels.master().command("LPUSH", "orders", "a");
    start(
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
    await().untilAsserted(() -> assertThat(readiness().statusCode()).isEqualTo(200));
    stop();
    assertThat(run.get()).as(text(err)).isZero();
  }

  @Test
  void readsAndWritesShardsOfACluster(RedisCluster cluster) throws Exception {
    Map<String, String> lists = Map.of("orders.0", "a", "orders.1", "b");
    lists.forEach((list, order) -> cluster.masterOf(list).command("LPUSH", list, order));
    start(
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
    stop();
    assertThat(run.get()).as(text(err)).isZero();
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
      start(
          Map.of("MILLRACE_PIPELINES_0_SOURCE_REDIS_PASSWORD_FILE", secret.toString()),
          """
          pipelines:
            - name: copy
              source: { redis: { server: "127.0.0.1:%d", user: mill, tls: { ca: %s }, lists: orders } }
              sink: { redis: { list: copies } }
          """
              .formatted(own.tlsPort(), own.certificate()));
      await().until(() -> own.command("LLEN", "copies").equals("1"));
      stop();
      assertThat(run.get()).as(text(err)).isZero();
      assertThat(text(err)).doesNotContain("hush-hush");
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

  private HttpResponse<String> readiness() throws Exception {
    Matcher admin = ADMIN.matcher(text(err));
    assertThat(admin.find()).isTrue();
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(admin.group() + "/readyz")).build(),
            HttpResponse.BodyHandlers.ofString());
  }

  private Path start(String pipelines) throws IOException {
    return start(Map.of(), pipelines);
  }

  private Path start(Map<String, String> environment, String pipelines) throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("redis.yaml"),
            "admin: { port: 0 }\nstate: { dir: %s }\n".formatted(directory.resolve("state"))
                + pipelines);
    CommandContext context =
        new CommandContext(
            environment, print(out), print(err), (onStop, onReload) -> stop.complete(onStop));
    run = CompletableFuture.supplyAsync(() -> Main.execute(context, "run", file.toString()));
    return file;
  }

  private int millrace(String... arguments) {
    return Main.run(Map.of(), print(out), print(err), arguments);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(UTF_8);
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, UTF_8);
  }
}
