package io.millrace.daemon.admin.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import io.millrace.daemon.admin.AdminSettings;
import io.millrace.daemon.admin.Daemon;
import io.millrace.daemon.admin.FakePipeline;
import io.millrace.queue.QueueState;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@Timeout(30)
class CommandsTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Daemon daemon;
  private FakePipeline notify;

  @BeforeEach
  void start() throws IOException {
    daemon = new Daemon();
    notify = daemon.pipelines.add("notify");
    daemon.pipelines.add("my mail/2");
  }

  @AfterEach
  void stop() {
    daemon.close();
  }

  @Test
  void listsPipelinesAsATable() {
    notify.queue().lag = 3_400_000;
    assertThat(run("pipeline", "ls")).isZero();
    assertThat(out.toString().lines()).hasSize(3);
    assertThat(out.toString())
        .startsWith("PIPELINE")
        .contains("notify", "3.40M", "file /var/log/dpkg.log");
  }

  @Test
  void listsPipelinesAsJsonWithTheFieldsOfTheEndpoint() throws IOException {
    assertThat(run("pipeline", "ls", "-f", "json")).isZero();
    JsonNode json = JsonMapper.builder().build().readTree(out.toString());
    assertThat(json.findValuesAsText("name")).containsExactly("notify", "my mail/2");
    assertThat(json.at("/0/in_flight").isInt()).isTrue();
  }

  @Test
  void listsPipelinesAsCsv() {
    notify.source = "http \"in\", second";
    assertThat(run("pipeline", "ls", "notify", "--format=csv")).isZero();
    List<String> lines = out.toString().lines().toList();
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0)).startsWith("name,state,paused,ready,");
    assertThat(lines.get(1))
        .startsWith("notify,running,false,true,2,8,8,0,0.000,")
        .contains("\"http \"\"in\"\", second\"");
  }

  @Test
  void namesOfTheServerMoveNoCursor() {
    notify.source = "file \u001b[2J\u009b2J";
    assertThat(run("pipeline", "ls")).isZero();
    assertThat(out.toString()).contains("file ?[2J?2J");
  }

  @Test
  void pausesAndResumes() {
    assertThat(run("pipeline", "pause", "notify")).isZero();
    assertThat(notify.queue().isPaused).isTrue();
    assertThat(out.toString()).contains("paused");
    assertThat(run("pipeline", "resume", "notify")).isZero();
    assertThat(notify.queue().isPaused).isFalse();
  }

  @Test
  void showsThePresentLimitAndTheOneItMayRiseTo() {
    notify.queue().consumers = 12;
    notify.queue().maxConsumers = 256;
    assertThat(run("pipeline", "ls")).isZero();
    assertThat(out.toString()).contains("  12/256  ").contains("  8  ");
    assertThat(run("top", "--once")).isZero();
    assertThat(out.toString()).contains("12/256");
  }

  @Test
  void aResizeOfTheProducersLeavesTheUpperLimitOfAnAdaptivePipeline() {
    notify.queue().consumers = 12;
    notify.queue().maxConsumers = 256;
    assertThat(run("pipeline", "resize", "notify", "--producers", "4")).isZero();
    assertThat(notify.queue().maxConsumers).isEqualTo(256);
  }

  @Test
  void resizesWhatIsGivenOnly() {
    assertThat(run("pipeline", "resize", "notify", "--consumers", "32")).isZero();
    assertThat(List.of(notify.queue().producers, notify.queue().consumers)).containsExactly(2, 32);
    assertThat(run("pipeline", "resize", "my mail/2", "--producers=1", "--consumers=3")).isZero();
  }

  @Test
  void says65AndNamesThePipelinesThereAre() {
    assertThat(run("pipeline", "pause", "nosuch")).isEqualTo(65);
    assertThat(run("pipeline", "ls", "nosuch")).isEqualTo(65);
    assertThat(err.toString())
        .contains("there is no pipeline nosuch")
        .contains("notify, my mail/2");
    notify.queue().state = QueueState.STOPPED;
    assertThat(run("pipeline", "pause", "notify")).isEqualTo(65);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pipeline", "pipeline resize notify", "pipeline resize notify --consumers 0",
            "pipeline resize notify --consumers x",
        "pipeline pause", "pipeline ls -f xml", "pipeline ls --uri ftp://x", "top --uri :::"
      })
  void says64ToWhatMakesNoSense(String line) {
    assertThat(run(line.split(" "))).isEqualTo(64);
    assertThat(err.toString()).isNotEmpty();
  }

  @Test
  void says67WhenTheTokenIsMissing() throws IOException {
    try (Daemon guarded = new Daemon(AdminSettings.DEFAULT.withToken("s3cret"))) {
      guarded.pipelines.add("notify");
      assertThat(execute("pipeline", "pause", "notify", "--uri", guarded.uri().toString()))
          .isEqualTo(67);
      assertThat(err.toString()).contains("MILLRACE_TOKEN");
    }
  }

  @Test
  void says69WhenNobodyAnswers() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    assertThat(execute("pipeline", "ls", "--uri", "127.0.0.1:" + free)).isEqualTo(69);
    assertThat(execute("top", "--once", "--uri", "http://127.0.0.1:" + free)).isEqualTo(69);
    assertThat(err.toString())
        .contains("nobody answers at http://127.0.0.1:" + free)
        .contains("MILLRACE_URI");
  }

  @Test
  void says69WhenSomethingElseAnswers() throws IOException {
    HttpServer other =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    other.createContext(
        "/",
        exchange -> {
          byte[] page = "<html>hello</html>".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    other.start();
    try {
      String uri = "http://127.0.0.1:" + other.getAddress().getPort();
      assertThat(execute("pipeline", "ls", "--uri", uri)).isEqualTo(69);
      assertThat(execute("top", "--once", "--uri", uri)).isEqualTo(69);
      assertThat(err.toString()).contains("no Millrace process");
    } finally {
      other.stop(0);
    }
  }

  @Test
  void showsTopOnceWithoutEscapes() {
    notify.notReady = java.util.Optional.of("no broker answers");
    assertThat(run("top", "--once")).isZero();
    assertThat(out.toString())
        .contains("millrace 1.2.3 at ", "PIPELINE", "notify", "! no broker answers")
        .doesNotContain("\u001b");
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    if (!all.contains("--uri")) {
      all.addAll(List.of("--uri", daemon.uri().toString()));
    }
    return execute(all.toArray(String[]::new));
  }

  private int execute(String... arguments) {
    return new CommandLine(new Root())
        .addSubcommand(new PipelineCommand())
        .addSubcommand(new TopCommand())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(
            (exception, given) -> {
              exception.getCommandLine().getErr().println(exception.getMessage());
              return ExitCode.USAGE;
            })
        .execute(arguments);
  }

  @CommandLine.Command(name = "millrace")
  private static final class Root {}
}
