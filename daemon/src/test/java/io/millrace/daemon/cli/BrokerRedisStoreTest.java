package io.millrace.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.redis.RedisExtension;
import io.millrace.testkit.redis.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.Jedis;

/** {@code millrace broker} over a Redis server that keeps its messages. */
@Timeout(300)
@ExtendWith(RedisExtension.class)
class BrokerRedisStoreTest {
  private final RedisServer redis;
  private final String prefix = "broker-" + UUID.randomUUID();

  @TempDir private Path directory;

  BrokerRedisStoreTest(RedisServer redis) {
    this.redis = redis;
  }

  @Test
  void keepsMessagesThereFromOneRunToTheNext() throws Exception {
    Path file = write("addr: \"%s:%d\", db: 3".formatted(redis.host(), redis.port()));
    try (StartedBroker run = StartedBroker.start("--config", file.toString())) {
      assertThat(run.shown()).contains("data in ").contains("0 messages in 0 queues");
      assertThat(run.publish("orders", "", "kept")).isEqualTo(200);
      assertThat(run.stop()).as(run.shown()).isZero();
    }
    try (Jedis jedis = new Jedis(redis.host(), redis.port())) {
      assertThat(jedis.keys("{" + prefix + "}:*")).isEmpty();
      jedis.select(3);
      assertThat(jedis.keys("{" + prefix + "}:*")).isNotEmpty();
    }
    try (StartedBroker run = StartedBroker.start("--config", file.toString())) {
      assertThat(run.shown()).contains("1 message in 1 queue");
      assertThat(run.take("orders", "")).isEqualTo("kept");
      assertThat(run.stop()).as(run.shown()).isZero();
    }
  }

  @Test
  void saysThatThereIsNoServer() throws Exception {
    Path file = write("addr: \"127.0.0.1:1\"");
    try (StartedBroker run = notStarted("--config", file.toString())) {
      assertThat(run.exitCode()).as(run.shown()).isEqualTo(ExitCode.UNAVAILABLE);
      assertThat(run.shown()).contains("127.0.0.1:1");
    }
  }

  @Test
  void saysThatTheServerDoesNotTakeThePasswordAndShowsItToNobody() throws Exception {
    Path file =
        write(
            "addr: \"%s:%d\", user: nobody, password: hush-hush"
                .formatted(redis.host(), redis.port()));
    try (StartedBroker run = notStarted("--config", file.toString())) {
      assertThat(run.exitCode()).as(run.shown()).isEqualTo(ExitCode.UNAVAILABLE);
      assertThat(run.shown()).contains("WRONGPASS").doesNotContain("hush-hush");
    }
  }

  @Test
  void keepsMessagesInAServerWithTlsAndUsers() throws Exception {
    try (RedisServer guarded =
        RedisServer.builder().tls().usersOnly().user("mill", "grind", "~{shop}:* +@all").build()) {
      guarded.start();
      try (StartedBroker run = StartedBroker.start(over(guarded, "grind"))) {
        assertThat(run.shown())
            .contains("data in rediss://127.0.0.1:" + guarded.tlsPort() + "/0, keys {shop}:*")
            .doesNotContain("grind");
        assertThat(run.post("guest", "guest", "/msg?queue=q", "kept").statusCode()).isEqualTo(200);
        assertThat(run.stop()).as(run.shown()).isZero();
      }
      try (StartedBroker run = StartedBroker.start(over(guarded, "grind"))) {
        assertThat(run.shown()).contains("1 message in 1 queue");
        assertThat(run.get("guest", "guest", "/msg?queue=q").body()).isEqualTo("kept");
        assertThat(run.stop()).as(run.shown()).isZero();
      }
      try (StartedBroker run = notStarted(over(guarded, "wrong"))) {
        assertThat(run.exitCode()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(run.shown()).contains("cannot be reached", "WRONGPASS").doesNotContain("grind");
      }
    }
  }

  private static String[] over(RedisServer server, String password) {
    return new String[] {
      "--store=redis",
      "--store_config.addr=" + server.host() + ":" + server.tlsPort(),
      "--store_config.user=mill",
      "--store_config.password=" + password,
      "--store_config.key_prefix=shop",
      "--store_config.tls.ca=" + server.certificate()
    };
  }

  @Test
  void severalAddressesAreThoseOfACluster() throws Exception {
    try (RedisServer other = RedisServer.builder().build()) {
      other.start();
      String both =
          "--store_config.addr=127.0.0.1:%d,127.0.0.1:%d".formatted(redis.port(), other.port());
      try (StartedBroker run = notStarted("--store=redis", both)) {
        assertThat(run.exitCode()).as(run.shown()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(run.shown()).contains("is no node of a cluster: name one address only");
      }
      try (StartedBroker run =
          notStarted("--store=redis", both, "--store_config.db=1", "--check-config")) {
        assertThat(run.exitCode()).as(run.shown()).isEqualTo(ExitCode.CONFIG);
        assertThat(run.shown()).contains("store_config.db: ");
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          addr: nowhere|store_config.addr: must be host:port, found 'nowhere'
          addr: 'host:port'|store_config.addr: must be host:port, found 'host:port'
          addr: 'host:0'|store_config.addr: has no port within 1 to 65535: 'host:0'
          db: -1|store_config.db: must be from 0 to
          tls: { ca: none.pem }|store_config.tls.ca: cannot read the PEM file none.pem
          redis_memory: 1KiB|store_config.redis_memory: must be from 1048576
          redis_memroy: 1MiB|store_config.redis_memroy: unknown key; did you mean 'redis_memory'?
          """)
  void namesWhatIsWrongAndHowToPutItRight(String options, String problem) throws Exception {
    Path file = write(options);
    try (StartedBroker run = new StartedBroker("--config", file.toString(), "--check-config")) {
      assertThat(run.exitCode()).as(run.shown()).isEqualTo(ExitCode.CONFIG);
      assertThat(run.shown()).contains(file + ":2:").contains(problem);
    }
  }

  @Test
  void namesTheStoresThatThereAre() throws Exception {
    Path file = Files.writeString(directory.resolve("broker.yaml"), "store: reddis\n");
    try (StartedBroker run = new StartedBroker("--config", file.toString(), "--check-config")) {
      assertThat(run.exitCode()).isEqualTo(ExitCode.CONFIG);
      assertThat(run.shown())
          .contains(file + ":1:8: store: must be one of file, mem, redis, found 'reddis'");
    }
  }

  /** With fronts switched off, where none is meant to start. */
  private static StartedBroker notStarted(String... arguments) {
    return new StartedBroker(
        Stream.concat(
                Stream.of("--addr=off", "--amqp_addr=off", "--http_addr=off"), Stream.of(arguments))
            .toArray(String[]::new));
  }

  private Path write(String options) throws IOException {
    return Files.writeString(
        directory.resolve("broker.yaml"),
        """
        store: redis
        store_config: { %s, key_prefix: %s }
        auth: false
        """
            .formatted(options, prefix));
  }
}
