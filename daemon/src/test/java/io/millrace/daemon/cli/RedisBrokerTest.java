package io.millrace.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.redis.RedisServer;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code millrace broker} over a Redis server. */
@Timeout(300)
class RedisBrokerTest {
  @Test
  void keepsMessagesInAServerWithTlsAndUsers() throws Exception {
    try (RedisServer redis =
        RedisServer.builder().tls().usersOnly().user("mill", "grind", "~{shop}:* +@all").build()) {
      redis.start();
      try (StartedBroker run = StartedBroker.start(over(redis, "grind", redis.certificate()))) {
        assertThat(run.shown())
            .contains("data in rediss://127.0.0.1:" + redis.tlsPort() + "/0, keys {shop}:*")
            .doesNotContain("grind");
        assertThat(run.post("guest", "guest", "/msg?queue=q", "kept").statusCode()).isEqualTo(200);
        assertThat(run.stop()).as(run.shown()).isZero();
      }
      try (StartedBroker run = StartedBroker.start(over(redis, "grind", redis.certificate()))) {
        assertThat(run.shown()).contains("1 message in 1 queue");
        assertThat(run.get("guest", "guest", "/msg?queue=q").body()).isEqualTo("kept");
        assertThat(run.stop()).as(run.shown()).isZero();
      }
      try (StartedBroker run = notStarted(over(redis, "wrong", redis.certificate()))) {
        assertThat(run.exitCode()).isEqualTo(69);
        assertThat(run.shown()).contains("cannot be reached", "WRONGPASS").doesNotContain("grind");
      }
    }
  }

  private static String[] over(RedisServer redis, String password, Path authority) {
    return new String[] {
      "--store=redis",
      "--store_config.addr=" + redis.host() + ":" + redis.tlsPort(),
      "--store_config.user=mill",
      "--store_config.password=" + password,
      "--store_config.key_prefix=shop",
      "--store_config.tls.ca=" + authority
    };
  }

  private static StartedBroker notStarted(String... arguments) {
    return new StartedBroker(
        Stream.concat(
                Stream.of("--addr=off", "--amqp_addr=off", "--http_addr=off"), Stream.of(arguments))
            .toArray(String[]::new));
  }

  @Test
  void severalAddressesAreThoseOfACluster() throws Exception {
    try (RedisServer one = RedisServer.builder().build();
        RedisServer other = RedisServer.builder().build()) {
      one.start();
      other.start();
      String both = "--store_config.addr=127.0.0.1:" + one.port() + ",127.0.0.1:" + other.port();
      try (StartedBroker run = notStarted("--store=redis", both)) {
        assertThat(run.exitCode()).as(run.shown()).isEqualTo(69);
        assertThat(run.shown()).contains("is no node of a cluster: name one address only");
      }
      try (StartedBroker run =
          notStarted("--store=redis", both, "--store_config.db=1", "--check-config")) {
        assertThat(run.exitCode()).as(run.shown()).isEqualTo(78);
        assertThat(run.shown()).contains("store_config.db: ");
      }
    }
  }

  @Test
  void namesWhatIsWrong() throws Exception {
    try (StartedBroker run =
        notStarted(
            "--store=redis",
            "--store_config.addr=127.0.0.1",
            "--store_config.tls.ca=none.pem",
            "--check-config")) {
      assertThat(run.exitCode()).isEqualTo(78);
      assertThat(run.shown())
          .contains("store_config.addr: must be host:port, found '127.0.0.1'")
          .contains("store_config.tls.ca: cannot read the PEM file none.pem");
    }
  }
}
