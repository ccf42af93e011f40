package io.millrace.daemon.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.Authenticator;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class BrokerCommandTest {
  private static final Pattern HTTP = Pattern.compile("HTTP at (127\\.0\\.0\\.1:[0-9]+)");

  @TempDir private Path directory;

  @Test
  void keepsMessagesFromOneRunToTheNext() throws Exception {
    try (Run run = start("--store_config.dir=" + directory.resolve("data"))) {
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
    try (Run run = start("--store_config.dir=" + directory.resolve("data"))) {
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
    try (Run run = new Run("--config", file.toString(), "--auth=false", "--amqp_addr=off")) {
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
    try (Run run = new Run(Map.of("SHOP_PASSWORD", "secret"), "--config", file.toString())) {
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
      try (Run run = new Run("--config", file.toString())) {
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
              "store": "redis",
              "store_config": { "sync": "sometimes" },
              "users": [ { "name": "shop" } ]
            }
            """);
    try (Run run = new Run("--config", file.toString(), "--check-config")) {
      assertThat(run.exitCode()).isEqualTo(78);
      assertThat(run.shown())
          .contains(file + ":2:3: adr: unknown key; did you mean 'addr'?")
          .contains(file + ":3:16: http_addr: an address without a port: nowhere")
          .contains(file + ":4:16: keepalive: must be from 1ms to 10m, found '601'")
          .contains(file + ":5:12: store: there is no store 'redis'; write file")
          .contains("store_config.sync: ")
          .contains("users[0].password: a user needs a password");
    }
    try (Run run = new Run("--check-config", "--credit=1")) {
      assertThat(run.exitCode()).isZero();
    }
    try (Run run = new Run("--config", directory.resolve("none.json").toString())) {
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
    try (Run run = new Run("--config", file.toString(), "--check-config")) {
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
    try (Run run =
        new Run(
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
    try (Run first = start("--store=mem")) {
      Matcher http = HTTP.matcher(first.shown());
      assertThat(http.find()).isTrue();
      try (Run second =
          new Run("--store=mem", "--addr=off", "--amqp_addr=off", "--http_addr=" + http.group(1))) {
        assertThat(second.exitCode()).isEqualTo(69);
        assertThat(second.shown()).contains("millrace: cannot listen on " + http.group(1));
      }
      assertThat(first.stop()).isZero();
    }
  }

  @Test
  void aSecondBrokerCannotHaveTheSameData() throws Exception {
    String data = "--store_config.dir=" + directory.resolve("shared");
    try (Run first = start(data);
        Run second = new Run("--addr=off", "--amqp_addr=off", "--http_addr=off", data)) {
      assertThat(second.exitCode()).as(second.shown()).isEqualTo(69);
      assertThat(second.shown()).contains("shared");
      assertThat(first.stop()).isZero();
    }
  }

  private Path write(String text) throws IOException {
    return Files.writeString(directory.resolve("broker.json"), text);
  }

  /** On free ports. */
  private static Run start(String... arguments) {
    Run run =
        new Run(
            Stream.concat(
                    Stream.of(
                        "--addr=127.0.0.1:0", "--amqp_addr=127.0.0.1:0", "--http_addr=127.0.0.1:0"),
                    Stream.of(arguments))
                .toArray(String[]::new));
    run.awaitStart();
    return run;
  }

  /** The command, in a thread of its own. */
  private static final class Run implements AutoCloseable {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final CompletableFuture<IntConsumer> stop = new CompletableFuture<>();
    private final CompletableFuture<Integer> code;

    Run(String... arguments) {
      this(Map.of(), arguments);
    }

    Run(Map<String, String> variables, String... arguments) {
      Map<String, String> environment = new java.util.HashMap<>(variables);
      environment.put("TERM", "dumb");
      environment.put("MILLRACE_LOG_FORMAT", "text");
      CommandContext context =
          new CommandContext(
              environment,
              new PrintStream(new ByteArrayOutputStream(), true, UTF_8),
              new PrintStream(err, true, UTF_8),
              (onStop, onReload) -> stop.complete(onStop));
      String[] all =
          Stream.concat(Stream.of("broker"), Stream.of(arguments)).toArray(String[]::new);
      code = CompletableFuture.supplyAsync(() -> Main.execute(context, all));
    }

    void awaitStart() {
      await()
          .atMost(Duration.ofMinutes(2))
          .untilAsserted(
              () -> {
                assertThat(code.isDone()).as(shown()).isFalse();
                assertThat(shown()).contains(", configuration ");
              });
    }

    int exitCode() throws Exception {
      return code.get(120, TimeUnit.SECONDS);
    }

    int stop() throws Exception {
      stop.get(60, TimeUnit.SECONDS).accept(Signals.TERMINATE);
      return exitCode();
    }

    String shown() {
      return err.toString(UTF_8);
    }

    HttpResponse<String> post(String user, String password, String path, String body)
        throws Exception {
      return send(user, password, request(path).POST(BodyPublishers.ofString(body)));
    }

    HttpResponse<String> get(String user, String password, String path) throws Exception {
      return send(user, password, request(path).GET());
    }

    private HttpRequest.Builder request(String path) {
      Matcher http = HTTP.matcher(shown());
      assertThat(http.find()).as(shown()).isTrue();
      return HttpRequest.newBuilder(URI.create("http://" + http.group(1) + path));
    }

    private static HttpResponse<String> send(
        String user, String password, HttpRequest.Builder request) throws Exception {
      HttpClient.Builder client = HttpClient.newBuilder();
      if (!user.isEmpty()) {
        client.authenticator(
            new Authenticator() {
              @Override
              protected PasswordAuthentication getPasswordAuthentication() {
                return new PasswordAuthentication(user, password.toCharArray());
              }
            });
      }
      return client.build().send(request.build(), BodyHandlers.ofString());
    }

    @Override
    public void close() throws Exception {
      if (!code.isDone()) {
        stop();
      }
    }
  }
}
