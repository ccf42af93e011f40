package io.millrace.daemon.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.daemon.cli.Main;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code config check} and {@code config print} say of Redis's options. */
class RedisConfigurationTest {
  private static final String GOOD = "server: r1, lists: [orders]";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir private Path directory;

  @Test
  void takesASourceASinkAndDeadLettersThatShareItsServer() throws Exception {
    assertThat(
            check(
                """
                pipelines:
                  - name: copy
                    source: { redis: { %s, lease: 10s, batch: 50, key: { json: id } } }
                    order: key
                    sink: { redis: { list: copies, shards: 4, replicas: 1, replica-timeout: 100ms } }
                    dead-letter: redis
                """
                    .formatted(GOOD)))
        .as(text(err))
        .isZero();
    assertThat(text(out)).contains("  copy: redis orders -> redis copies\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          server: r1:6379, lists: orders|redis orders
          server: '[::1]:6379', lists: orders, pop-end: left|redis orders
          uri: 'rediss://u:p@r1:6379/2', lists: [urgent, orders]|redis urgent, orders
          sentinels: [s1, s2:26379], master: mymaster, lists: orders, sentinel-user: u, sentinel-password: p|redis orders
          cluster: [n1, n2:6379], lists: orders, shards: 8, tls: {}, user: u, password: p|redis orders over 8 lists each
          server: r1, weights: { urgent: 3, orders: 1 }, mode: simple|redis urgent, orders, at most once
          """)
  void takesServersSentinelsClustersAndPriorities(String options, String description)
      throws Exception {
    assertThat(check(pipeline(options, "none"))).as(text(err)).isZero();
    assertThat(text(out)).contains("p: " + description + " -> drop\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          lists: [orders]|2:33: pipelines[0].source.redis.server: say where Redis is: server: host:6379, uri: redis://host, sentinels: [host:26379] with master: name, or cluster: [host:6379]
          server: r1|.lists: say what to read: lists: [orders], or weights: { urgent: 3, orders: 1 }
          server: redis://r1, lists: a|.server: an address is host:port; redis://... is written as uri:
          server: 'r1:port', lists: a|.server: an address is host:port, found 'r1:port'
          server: [r1, r2], lists: a|.server: expected
          server: r1, cluster: [n1], lists: a|.cluster: say in one way where Redis is: server: host:6379
          uri: 'http://r1', lists: a|.uri: not an address of Redis: it begins redis://host
          sentinels: [s1], lists: a|.master: say what the Sentinels call it, as in master: mymaster
          server: r1, master: m, lists: a|.master: is known by Sentinels; say where they are: sentinels: [host]
          server: r1, sentinel-password: p, lists: a|.sentinel-password: has no meaning without sentinels: [...]; leave it out
          sentinels: [s1], master: m, sentinel-tls: true, lists: a|.sentinel-tls: needs tls: {} for the servers as well
          cluster: [n1], database: 1, lists: a|.database: a cluster has database 0 only; leave it out
          server: r1, user: u, lists: a|.password: a user has a password; name a variable, as in ${REDIS_PASSWORD}
          server: r1, timeout: 1ms, lists: a|.timeout: must be at least 10ms
          server: r1, tls: { ca: /no/such.pem }, lists: a|.tls.ca: cannot read the PEM file /no/such.pem
          server: r1, tls: { key-password: p }, lists: a|.tls.key-password: there is no key without a certificate: FILE
          server: r1, lists: a, weights: { b: 1 }|.weights: either lists, the first before the others, or weights, not both
          server: r1, lists: [a, a]|.lists: names a list twice: a, a
          server: r1, lists: 'a}'|.lists: list 'a}' has a closing brace and no hash tag {...} before it
          server: r1, lists: [a, b], shards: 2|.shards: lists of which the first comes first cannot be spread over shards that take turns; write weights: { a: 1, b: 1 } instead of lists
          server: r1, weights: { a: 0 }|.weights.a: must be from 1 to 1000
          server: r1, lists: a, mode: fast|.mode: expected one of reliable, simple, found 'fast'
          server: r1, lists: a, mode: simple, lease: 1s|.lease: has no meaning in simple mode; leave it or mode out
          server: r1, lists: a, lease: 10ms|.lease: must be at least 100ms
          server: r1, lists: a, batch: 5000|.batch: must be from 1 to 1000
          server: r1, lists: a, pop-end: top|.pop-end: expected one of left, right, found 'top'
          server: r1, lists: a, key: { header: h, json: id }|.key.header: a key is found by one of header, json, field and regex
          server: r1, list: a|.list: unknown key; did you mean 'lists'?
          """)
  void namesWhatIsWrongAndHowToPutItRight(String options, String problem) throws Exception {
    int code = check(pipeline(options.replace("${", "$${"), "none"));
    assertThat(text(err)).contains("orders.yaml:2:").contains(problem);
    assertThat(code).isEqualTo(78);
  }

  @Test
  void refusesAnOrderThatCannotBeKept() throws Exception {
    assertThat(check(pipeline(GOOD + ", mode: simple", "key"))).isEqualTo(78);
    assertThat(text(err))
        .contains(".mode: simple mode keeps no order: write order: none for this pipeline");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sink: { redis: { list: copies } }|.sink.redis.server: say where Redis is
          sink: { redis: { server: r1 } }|.sink.redis.list: this key must have a value
          sink: { redis: { server: r1, list: a, replica-timeout: 2s } }|.sink.redis.replica-timeout: has no meaning without replicas: N
          sink: { redis: { server: r1, list: a, format: payload, shards: 2 } }|.sink.redis.shards: a key belongs to one shard
          sink: drop, dead-letter: { redis: { server: r1 } }|.dead-letter.redis.list: say where dead letters go, as in list: orders.dead
          """)
  void namesWhatIsWrongWithASink(String sink, String problem) throws Exception {
    int code = check("pipelines:\n  - { name: p, source: { memory: {} }, %s }\n".formatted(sink));
    assertThat(text(err)).contains("orders.yaml:2:").contains(problem);
    assertThat(code).isEqualTo(78);
  }

  @Test
  void tellsOneMistakeOnceWhereSinkAndSourceGoTogether() throws Exception {
    int code =
        check(
            """
            pipelines:
              - name: p
                source: { redis: { server: r1, lits: orders } }
                sink: { redis: { list: copies } }
                dead-letter: redis
            """);
    assertThat(code).isEqualTo(78);
    assertThat(text(err)).doesNotContain(".sink").doesNotContain(".dead-letter");
  }

  @Test
  void warnsOfDeadLettersThatKeepNoReason() throws Exception {
    assertThat(
            check(
                """
                pipelines:
                  - name: p
                    source: { redis: { server: r1, lists: orders } }
                    sink: drop
                    dead-letter: { redis: { format: payload } }
                """))
        .isZero();
    assertThat(text(err) + text(out)).contains("why it was given up is not kept");
  }

  @Test
  void masksPasswordsAndReadsThemFromFiles() throws Exception {
    Path secret = Files.writeString(directory.resolve("secret"), "hush-hush\n");
    Path file =
        write(
            pipeline(
                "uri: 'redis://u:hush-hush@r1', lists: a, password: hush-hush, database: 1",
                "none"));
    assertThat(
            Main.run(
                Map.of("MILLRACE_PIPELINES_0_SOURCE_REDIS_PASSWORD_FILE", secret.toString()),
                print(out),
                print(err),
                "config",
                "print",
                file.toString()))
        .as(text(err))
        .isZero();
    assertThat(text(out) + text(err)).contains("****").doesNotContain("hush-hush");
  }

  private static String pipeline(String source, String order) {
    return """
        pipelines:
          - { name: p, source: { redis: { %s } }, order: %s, sink: drop }
        """
        .formatted(source, order);
  }

  private int check(String yaml) throws IOException {
    return Main.run(Map.of(), print(out), print(err), "config", "check", write(yaml).toString());
  }

  private Path write(String yaml) throws IOException {
    return Files.writeString(directory.resolve("orders.yaml"), yaml);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(UTF_8);
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, UTF_8);
  }
}
