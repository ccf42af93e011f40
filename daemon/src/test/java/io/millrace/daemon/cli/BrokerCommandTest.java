package io.millrace.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class BrokerCommandTest {
  @TempDir private Path directory;

  @Test
  void keepsMessagesFromOneRunToTheNext() throws Exception {
    try (StartedBroker run =
        StartedBroker.start("--store_config.dir=" + directory.resolve("data"))) {
      assertThat(run.post("guest", "guest", "/msg?queue=q", "kept").statusCode()).isEqualTo(200);
      assertThat(run.stop()).as(run.shown()).isZero();
      assertThat(run.shown())
          .contains("broker: native protocol at 127.0.0.1:")
          .contains(
              "data in " + directory.resolve("data") + " (sync always), 0 messages in 0 queues")
          .doesNotContain("WARN")
          .contains("SIGTERM: closing connections")
          .contains("published 1 (confirmed 1, refused 0), delivered 0, acknowledged 0");
    }
    try (StartedBroker run =
        StartedBroker.start("--store_config.dir=" + directory.resolve("data"))) {
      assertThat(run.shown()).contains("1 message in 1 queue");
      assertThat(run.get("guest", "guest", "/msg?queue=q").body()).isEqualTo("kept");
      assertThat(run.get("guest", "guest", "/metrics").body())
          .contains("millrace_build_info", "jvm_memory_used_bytes", "process_cpu_seconds_total");
      assertThat(run.stop()).as(run.shown()).isZero();
    }
  }

  @Test
  void acceptsTheFileOfAMoonmqBroker() throws Exception {
    Path file =
        write(
            """
            {
              "version": 1,
              "addr": "127.0.0.1:0",
              "http_addr": "127.0.0.1:0",
              "keepalive": 65,
              "max_msg_size": 1024,
              "msg_timeout": 86400,
              "max_queue_size": 2,
              "store": "mem",
              "store_config": null
            }
            """);
    try (StartedBroker run =
        new StartedBroker("--config", file.toString(), "--auth=false", "--amqp_addr=off")) {
      run.awaitStart();
      assertThat(run.shown()).contains("everything in memory", "nobody has to log in");
      assertThat(run.post("", "", "/msg?queue=q", "a").statusCode()).isEqualTo(200);
      assertThat(run.post("", "", "/msg?queue=q", "b").statusCode()).isEqualTo(200);
      assertThat(run.post("", "", "/msg?queue=q", "c").statusCode()).isEqualTo(507);
      assertThat(run.post("", "", "/msg?queue=q", "x".repeat(1025)).statusCode()).isEqualTo(413);
      assertThat(run.stop()).isZero();
    }
  }

  @Test
  void makesTheUsersOfItsFile() throws Exception {
    Path file =
        write(
            """
            addr: 127.0.0.1:0
            amqp_addr: off
            http_addr: 127.0.0.1:0
            store: mem
            users:
              - name: shop
                password: ${SHOP_PASSWORD}
                configure: ^shop
                write: ^shop
                read: ^shop
            """);
    try (StartedBroker run =
        new StartedBroker(Map.of("SHOP_PASSWORD", "secret"), "--config", file.toString())) {
      run.awaitStart();
      assertThat(run.post("shop", "secret", "/msg?queue=shop.in", "m").statusCode()).isEqualTo(200);
      assertThat(run.post("shop", "secret", "/msg?queue=other", "m").statusCode()).isEqualTo(403);
      assertThat(run.shown()).doesNotContain("secret");
      assertThat(run.stop()).isZero();
    }
  }

  @Test
  void makesTheVirtualHostOfItsFile() throws Exception {
    Path file =
        write(
            """
            addr: 127.0.0.1:0
            amqp_addr: off
            http_addr: 127.0.0.1:0
            store_config:
              dir: %s
            virtual_host: /shop
            users:
              - name: shop
                password: secret
            """
                .formatted(directory.resolve("shop")));
    for (int start = 0; start < 2; start++) {
      try (StartedBroker run = new StartedBroker("--config", file.toString())) {
        run.awaitStart();
        assertThat(run.post("shop", "secret", "/msg?queue=q", "m").statusCode()).isEqualTo(200);
        assertThat(run.stop()).isZero();
      }
    }
  }

  @Test
  void namesWhatIsWrongInItsFile() throws Exception {
    Path file =
        write(
            """
            {
              "adr": "127.0.0.1:0",
              "http_addr": "nowhere",
              "keepalive": 601,
              "store": "leveldb",
              "store_config": { "sync": "sometimes" },
              "users": [ { "name": "shop" } ]
            }
            """);
    try (StartedBroker run = new StartedBroker("--config", file.toString(), "--check-config")) {
      assertThat(run.exitCode()).isEqualTo(78);
      assertThat(run.shown())
          .contains(file + ":2:3: adr: unknown key; did you mean 'addr'?")
          .contains(file + ":3:16: http_addr: an address without a port: nowhere")
          .contains(file + ":4:16: keepalive: must be from 1ms to 10m, found '601'")
          .contains(file + ":5:12: store: there is no store 'leveldb'; write file")
          .contains("store_config.sync: ")
          .contains("users[0].password: a user needs a password");
    }
    try (StartedBroker run = new StartedBroker("--check-config", "--credit=1")) {
      assertThat(run.exitCode()).isZero();
    }
    try (StartedBroker run =
        new StartedBroker("--config", directory.resolve("none.json").toString())) {
      assertThat(run.exitCode()).isEqualTo(78);
      assertThat(run.shown()).contains("none.json: no such file");
    }
  }

  @Test
  void namesWhatIsMissingForTlsAndForLogins() throws Exception {
    Path file =
        write(
            """
            {
              "addr": "off",
              "amqp_addr": "off",
              "http_addr": "off",
              "store": "mem",
              "idle_timeout": 60,
              "overflow": "dead-letter",
              "login": { "within": 10, "old": { "user": "guest" } },
              "amqp": { "frame_max": 4095, "heartbeat": "1h", "user_from_certificate": "common-name" },
              "trusted_proxies": "10.0.0.0/33",
              "tls": { "key": "key.pem" }
            }
            """);
    try (StartedBroker run = new StartedBroker("--config", file.toString(), "--check-config")) {
      assertThat(run.exitCode()).isEqualTo(78);
      assertThat(run.shown())
          .contains("login.old.password: the password of clients of old is missing")
          .contains("tls.certificates: this key must have a value")
          .contains("amqp.frame_max: ")
          .contains("trusted_proxies: no network: 10.0.0.0/33")
          .doesNotContain("amqp.heartbeat")
          .doesNotContain("unknown key");
    }
    String missing = directory.resolve("none.pem").toString();
    try (StartedBroker run =
        new StartedBroker(
            "--config",
            file.toString(),
            "--login.old.password=secret",
            "--amqp.frame_max=4096",
            "--trusted_proxies=10.0.0.0/8, fd00::/8, 192.0.2.1",
            "--tls.certificates=" + missing,
            "--tls.key=" + missing)) {
      assertThat(run.exitCode()).as(run.shown()).isEqualTo(69);
      assertThat(run.shown()).contains("none.pem");
    }
  }

  @Test
  void saysWhatItCannotHave() throws Exception {
    try (StartedBroker first = StartedBroker.start("--store=mem")) {
      String http = first.httpAddress();
      try (StartedBroker second =
          new StartedBroker(
              "--store=mem", "--addr=off", "--amqp_addr=off", "--http_addr=" + http)) {
        assertThat(second.exitCode()).isEqualTo(69);
        assertThat(second.shown()).contains("millrace: cannot listen on " + http);
      }
      assertThat(first.stop()).isZero();
    }
  }

  @Test
  void aSecondBrokerCannotHaveTheSameData() throws Exception {
    String data = "--store_config.dir=" + directory.resolve("shared");
    try (StartedBroker first = StartedBroker.start(data);
        StartedBroker second =
            new StartedBroker("--addr=off", "--amqp_addr=off", "--http_addr=off", data)) {
      assertThat(second.exitCode()).as(second.shown()).isEqualTo(69);
      assertThat(second.shown()).contains("shared");
      assertThat(first.stop()).isZero();
    }
  }

  private Path write(String text) throws IOException {
    return Files.writeString(directory.resolve("broker.json"), text);
  }
}
