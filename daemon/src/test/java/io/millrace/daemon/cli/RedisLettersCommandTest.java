package io.millrace.daemon.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.queue.DeadLetterHeaders;
import io.millrace.queue.Headers;
import io.millrace.queue.Message;
import io.millrace.redis.RedisDelays;
import io.millrace.redis.RedisHeaders;
import io.millrace.redis.RedisListPusher;
import io.millrace.redis.RedisPayload;
import io.millrace.redis.delay.Due;
import io.millrace.redis.layout.QueueKeys;
import io.millrace.testkit.redis.RedisCluster;
import io.millrace.testkit.redis.RedisExtension;
import io.millrace.testkit.redis.RedisSentinel;
import io.millrace.testkit.redis.RedisServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** {@code millrace dlq} and {@code millrace delay} on a list. */
@Timeout(60)
@ExtendWith(RedisExtension.class)
class RedisLettersCommandTest {
  private final RedisServer redis;
  private final String list = "jobs-" + UUID.randomUUID();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  RedisLettersCommandTest(RedisServer redis) {
    this.redis = redis;
  }

  private void giveUp(int count) throws Exception {
    try (RedisListPusher<String> pusher =
        RedisListPusher.builder(RedisPayload.text())
            .address(redis.uri())
            .deadLettersOf(list)
            .build()) {
      pusher.push(
          IntStream.range(0, count)
              .mapToObj(
                  i ->
                      Message.builder("m" + i)
                          .headers(
                              Headers.of(DeadLetterHeaders.ORIGIN, list)
                                  .with(DeadLetterHeaders.REASON, "no " + i))
                          .build())
              .toList());
    }
  }

  private void delay(String id, String due) throws Exception {
    try (RedisDelays<String> delays =
        RedisDelays.builder(RedisPayload.text()).address(redis.uri()).list(list).build()) {
      delays.push(
          Message.builder("of " + id).key("k").headers(Headers.of(RedisHeaders.ID, id)).build(),
          Due.at(Instant.parse(due)));
    }
  }

  @Test
  void listsShowsAndSendsBackTheDeadLettersOfAList() throws Exception {
    giveUp(3);
    assertThat(run("dlq", "ls")).as(text(err)).isZero();
    assertThat(text(out)).contains("no 0").contains("no 2");
    String id = text(out).lines().skip(1).findFirst().orElseThrow().split(" ")[0];
    assertThat(run("dlq", "show", id)).isZero();
    assertThat(text(out)).endsWith("\nm0\n");
    assertThat(run("dlq", "show", "none")).isEqualTo(65);
    out.reset();
    assertThat(run("dlq", "redrive", "--filter", "reason=no 1")).isZero();
    assertThat(text(out)).startsWith("sent back 1 of 3 dead letters looked at in list {" + list);
    assertThat(run("dlq", "drop", "--all")).isZero();
    try (Jedis jedis = new Jedis(redis.host(), redis.port())) {
      assertThat(jedis.llen(list)).isEqualTo(1);
      assertThat(jedis.exists(QueueKeys.of(list).dead())).isFalse();
    }
  }

  @Test
  void sendsBackWhatAPipelineGaveUpByItsConfiguration(@TempDir Path directory) throws Exception {
    giveUp(2);
    Path file = directory.resolve("pipeline.yaml");
    Files.writeString(
        file,
        """
        pipelines:
          - name: jobs
            source: {redis: {uri: "%s", lists: [%s]}}
            sink: {drop: {}}
            dead-letter: {redis: {}}
        """
            .formatted(redis.uri(), list));
    assertThat(execute("dlq", "ls", "--config", file.toString())).as(text(err)).isZero();
    assertThat(text(out)).contains("no 0").contains("no 1");
    assertThat(execute("dlq", "redrive", "--config", file.toString())).as(text(err)).isZero();
    try (Jedis jedis = new Jedis(redis.host(), redis.port())) {
      assertThat(jedis.llen(list)).isEqualTo(2);
      assertThat(jedis.exists(QueueKeys.of(list).dead())).isFalse();
    }
  }

  @Test
  void sendsThemToAnotherListOfTheSameRedis() throws Exception {
    giveUp(2);
    assertThat(run("dlq", "redrive", "--to", "list:" + list + "-checked")).as(text(err)).isZero();
    try (Jedis jedis = new Jedis(redis.host(), redis.port())) {
      assertThat(jedis.llen(list + "-checked")).isEqualTo(2);
      assertThat(jedis.exists(QueueKeys.of(list).dead())).isFalse();
    }
    assertThat(run("dlq", "redrive", "--to", "list:a}")).isEqualTo(64);
  }

  @Test
  void findsTheListsOfAClusterAndOfSentinels(RedisCluster cluster, RedisSentinel sentinels) {
    List<String> inCluster = new ArrayList<>(List.of("--list", list, "--cluster"));
    cluster.nodes().subList(0, 2).forEach(node -> inCluster.addAll(List.of("--redis", node.uri())));
    cluster.masterOf(list).command("LPUSH", QueueKeys.of(list).dead(), "of the cluster");
    assertThat(execute("dlq", inCluster, "ls")).as(text(err)).isZero();
    assertThat(execute("dlq", inCluster, "redrive", "--to", "list:" + list)).isZero();
    assertThat(cluster.masterOf(list).command("LLEN", list)).isEqualTo("1");
    assertThat(execute("delay", inCluster, "ls")).isZero();

    List<String> known =
        new ArrayList<>(List.of("--list", list, "--master", RedisSentinel.MASTER_NAME));
    sentinels.sentinels().forEach(each -> known.addAll(List.of("--redis", each.uri())));
    sentinels.master().command("LPUSH", QueueKeys.of(list).dead(), "of the master");
    assertThat(execute("dlq", known, "redrive", "--to", "list:" + list)).isZero();
    assertThat(sentinels.master().command("LLEN", list)).isEqualTo("1");
    assertThat(execute("delay", known, "ls")).isZero();
  }

  private int execute(String command, List<String> place, String... verb) {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(List.of(verb));
    arguments.addAll(place);
    return execute(arguments.toArray(String[]::new));
  }

  @Test
  void listsShowsAndCancelsDelayedJobs() throws Exception {
    delay("b", "2100-01-02T00:00:00Z");
    delay("a", "2100-01-01T00:00:00Z");
    assertThat(run("delay", "ls")).as(text(err)).isZero();
    assertThat(text(out).lines())
        .satisfiesExactly(
            heading -> assertThat(heading).matches("ID +DUE +ATTEMPT +KEY +BYTES"),
            first -> assertThat(first).matches("a +2100-01-01T00:00:00Z +1 +k +4"),
            second -> assertThat(second).startsWith("b "));
    out.reset();
    assertThat(run("delay", "ls", "--limit", "1")).isZero();
    assertThat(text(out).lines()).hasSize(2);
    assertThat(text(err)).isEqualTo("there are 2; --limit shows more of them\n");
    out.reset();
    assertThat(run("delay", "show", "a")).isZero();
    assertThat(text(out)).startsWith("id: a\ndue: 2100-01-01T00:00:00Z\n").endsWith("\nof a\n");
    assertThat(run("delay", "cancel", "a", "none")).isEqualTo(65);
    assertThat(text(out)).endsWith("cancelled a\n");
    assertThat(text(err)).contains("no job none of list " + list + " is delayed");
    assertThat(run("delay", "show", "a")).isEqualTo(65);
    out.reset();
    assertThat(run("delay", "ls", "-f", "json")).isZero();
    assertThat(ids()).containsExactly("b");
  }

  private List<String> ids() throws IOException {
    JsonNode jobs = JsonMapper.builder().build().readTree(out.toByteArray());
    return IntStream.range(0, jobs.size())
        .mapToObj(i -> jobs.get(i).get("id").textValue())
        .toList();
  }

  @Test
  void saysWhatIsWrongWithThePlace() {
    assertThat(execute("dlq", "ls", "--list", "a")).isEqualTo(64);
    assertThat(execute("dlq", "ls", "--redis", "h", "--list", "a", "--file", "b")).isEqualTo(64);
    assertThat(execute("dlq", "ls", "--redis", "h", "--list", "a", "--state-dir", "b"))
        .isEqualTo(64);
    assertThat(execute("delay", "ls", "--redis", "ftp://h", "--list", "a")).isEqualTo(64);
    assertThat(execute("delay", "ls", "--redis", "127.0.0.1:1", "--list", "a")).isEqualTo(69);
    assertThat(text(err)).contains("millrace: Redis cannot be used: ");
    assertThat(execute("delay")).isEqualTo(64);
    assertThat(execute("delay", "ls", "--list", "a")).isEqualTo(64);
    assertThat(execute("delay", "ls", "--redis", "h", "--redis", "i", "--list", "a")).isEqualTo(64);
    assertThat(text(err)).contains("several servers are a cluster or Sentinels");
  }

  private int run(String command, String verb, String... more) {
    List<String> arguments = new ArrayList<>(List.of(command, verb));
    arguments.addAll(List.of(more));
    arguments.addAll(List.of("--redis", redis.uri(), "--list", list));
    return execute(arguments.toArray(String[]::new));
  }

  private int execute(String... arguments) {
    return Main.execute(
        new CommandContext(Map.of(), print(out), print(err), (stop, reload) -> {}), arguments);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(UTF_8);
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, UTF_8);
  }
}
