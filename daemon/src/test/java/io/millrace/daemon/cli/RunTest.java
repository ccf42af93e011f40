package io.millrace.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.daemon.testparts.GateHandlerType;
import io.millrace.daemon.testparts.GatherSinkType;
import io.millrace.daemon.testparts.NumbersSourceType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RunTest {
  @TempDir private Path directory;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private final RaisedSignals signals = new RaisedSignals();

  @Test
  void endsByItselfWhenEverySourceIsAtItsEnd() throws Exception {
    Path file =
        config(
            """
        pipelines:
          - { name: ends, source: { test-numbers: { count: 1000 } }, sink: test-gather, dead-letter: test-gather, consumers: 4 }
        """);
    assertThat(run(file)).isZero();
    assertThat(GatherSinkType.gathered("ends")).hasSize(1000).doesNotHaveDuplicates();
    assertThat(log()).contains("runs orders from " + file).contains("admin at http://127.0.0.1:");
    assertThat(log().lines().reduce((first, last) -> last).orElse(""))
        .contains("\"pipeline\":\"ends\"")
        .contains("finished 1,000 (acked 1,000, rejected 0, dead-lettered 0), returned 0, lost 0")
        .contains("msg/s");
    assertThat(NumbersSourceType.closed("ends")).isEqualTo(1);
  }

  @Test
  void sendsDeadLettersWhereTheFileSays() throws Exception {
    Path file =
        config(
            """
        pipelines:
          - name: dead
            source: { test-numbers: { count: 3 } }
            handler: { test-gate: { then: dead-letter } }
            dead-letter: { test-gather: { into: dead-ones } }
        """);
    assertThat(run(file)).isZero();
    assertThat(GatherSinkType.gathered("dead-ones")).containsExactlyInAnyOrder("0", "1", "2");
  }

  @Test
  void endsWith66WhenAFileToReadIsMissing() throws Exception {
    Path there = Files.writeString(directory.resolve("there.log"), "a\nb\n");
    Path file =
        config(
            """
        pipelines:
          - name: missing
            source: { file: { paths: [ %s, %s/none.log, "%s/*.gz" ] } }
            sink: test-gather
            dead-letter: test-gather
        """
                .formatted(there, directory, directory));
    assertThat(run(file)).isEqualTo(66);
    assertThat(GatherSinkType.gathered("missing")).containsExactlyInAnyOrder("a", "b");
    assertThat(log())
        .contains("not all of its input was read: " + directory + "/none.log does not exist")
        .contains("no file matches " + directory + "/*.gz");
  }

  @Test
  void reportsTheLinesThatAreTooLong() throws Exception {
    Path input = Files.writeString(directory.resolve("long.log"), "short\n123456789\n\n1234567\n");
    Path file =
        config(
            """
        pipelines:
          - name: long
            source: { file: { path: %s, max-line: 6 } }
            sink: test-gather
        """
                .formatted(input));
    assertThat(run(file)).isZero();
    assertThat(log()).contains("finished 2 (").contains("lost 0, skipped 2 over-long lines · ");
  }

  @Test
  void drainsOnTheFirstSignalAndEndsWithZero() throws Exception {
    Path file = config(gated("drains", "25s"));
    CompletableFuture<Integer> run = start(file);
    await().until(() -> GateHandlerType.entered("drains") == 2);
    signals.stop(Signals.TERMINATE);
    GateHandlerType.open("drains");
    assertThat(run.get(30, TimeUnit.SECONDS)).isZero();
    assertThat(log())
        .contains("SIGTERM: finishing what was fetched")
        .contains("finished 5 (")
        .contains("returned 0, lost 0");
  }

  @Test
  void endsWithZeroWhenToldToStopBeforeItHasStarted() throws Exception {
    Path file = config(gated("early", "25s"));
    Signals early = (onStop, onReload) -> onStop.accept(Signals.TERMINATE);
    CommandContext context = new CommandContext(environment(), print(out), print(err), early);
    assertThat(Main.execute(context, "run", file.toString())).isZero();
    assertThat(log()).doesNotContain("defect");
  }

  @Test
  void endsWith75WhenTheDeadlineGivesWorkBack() throws Exception {
    CompletableFuture<Integer> run = start(config(gated("late", "100ms")));
    await().until(() -> GateHandlerType.entered("late") == 2);
    signals.stop(Signals.TERMINATE);
    assertThat(run.get(30, TimeUnit.SECONDS)).isEqualTo(75);
    assertThat(log()).contains("finished 0 (").contains("returned 5, lost 0");
  }

  @Test
  void stopsAtOnceOnTheSecondSignal() throws Exception {
    CompletableFuture<Integer> run = start(config(gated("twice", "10m")));
    await().until(() -> GateHandlerType.entered("twice") == 2);
    signals.stop(Signals.INTERRUPT);
    await().until(() -> log().contains("SIGINT: finishing"));
    // Until it is taken for another one: two within a moment are one, sent to a process and its
    // group.
    await()
        .until(
            () -> {
              signals.stop(Signals.INTERRUPT);
              return run.isDone();
            });
    assertThat(run.get(30, TimeUnit.SECONDS)).isEqualTo(130);
    assertThat(log()).contains("returned 5, lost 0");
  }

  @Test
  void reloadsOnASignalAndChangesNothingForABadFile() throws Exception {
    Path file = config(gated("reloaded", "25s"));
    CompletableFuture<Integer> run = start(file);
    await().until(() -> GateHandlerType.entered("reloaded") == 2);
    String good = Files.readString(file);
    Files.writeString(file, good.replace("consumers: 2", "consumers: many"));
    signals.reload();
    await().until(() -> log().contains("nothing has changed"));
    assertThat(log()).contains(file + ":").contains("expected a number from 1 to 10000");
    Files.writeString(file, good.replace("consumers: 2", "consumers: 3"));
    signals.reload();
    await().until(() -> GateHandlerType.entered("reloaded") == 3);
    assertThat(log()).contains("reload: reloaded: resized to 1 producer, 3 consumers");
    GateHandlerType.open("reloaded");
    signals.stop(Signals.TERMINATE);
    assertThat(run.get(30, TimeUnit.SECONDS)).isZero();
    assertThat(NumbersSourceType.opened("reloaded")).isEqualTo(1);
  }

  @Test
  void saysOnAReloadWhatTakesEffectAtTheNextStartOnly() throws Exception {
    Path file = config(gated("restarted", "25s"));
    CompletableFuture<Integer> run = start(file);
    await().until(() -> GateHandlerType.entered("restarted") == 2);
    String good = Files.readString(file);
    Files.writeString(
        file, good.replace("admin: { port: 0 }", "admin: { port: 1, token: geheim }"));
    signals.reload();
    await()
        .until(
            () ->
                log()
                    .contains(
                        "reload: admin.port: changed, which takes effect only when the process is"
                            + " started again"));
    Files.writeString(file, good);
    signals.reload();
    await().until(() -> log().contains("reload: nothing has changed"));
    assertThat(log()).contains("reload: admin.token: changed").doesNotContain("geheim");
    GateHandlerType.open("restarted");
    signals.stop(Signals.TERMINATE);
    assertThat(run.get(30, TimeUnit.SECONDS)).isZero();
  }

  @Test
  void endsWith69AndReleasesEverythingWhenThePortIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Path file =
          config(
              """
          pipelines: [ { name: port, source: test-numbers, sink: test-gather, dead-letter: test-gather } ]
          """);
      assertThat(run(file, "--admin.port=" + taken.getLocalPort())).isEqualTo(69);
    }
    assertThat(error()).contains("cannot listen on 127.0.0.1");
    assertThat(NumbersSourceType.opened("port")).isZero();
    assertThat(NumbersSourceType.closed("port")).isEqualTo(1);
  }

  @Test
  void endsWith69WhenAnotherRunHasTheStateDirectory() throws Exception {
    CompletableFuture<Integer> first = start(config(gated("first", "25s")));
    await().until(() -> GateHandlerType.entered("first") == 2);
    ByteArrayOutputStream secondErr = new ByteArrayOutputStream();
    int second =
        Main.execute(
            new CommandContext(environment(), print(out), print(secondErr), new RaisedSignals()),
            "run",
            config(gated("second", "25s")).toString());
    assertThat(second).isEqualTo(69);
    assertThat(secondErr.toString(StandardCharsets.UTF_8))
        .contains("another process uses the state directory");
    GateHandlerType.open("first");
    signals.stop(Signals.TERMINATE);
    assertThat(first.get(30, TimeUnit.SECONDS)).isZero();
  }

  @Test
  void oneSourceThatIsDownDoesNotHoldUpTheOthers() throws Exception {
    CompletableFuture<Integer> run =
        start(
            config(
                """
        pipelines:
          - { name: down, source: { test-numbers: { down: true } }, sink: test-gather, dead-letter: test-gather }
          - { name: up, source: { test-numbers: { count: 50 } }, sink: test-gather, dead-letter: test-gather }
        """));
    await().until(() -> GatherSinkType.gathered("up").size() == 50);
    assertThat(run).isNotDone();
    signals.stop(Signals.TERMINATE);
    assertThat(run.get(30, TimeUnit.SECONDS)).isZero();
  }

  private static String gated(String name, String timeout) {
    return """
        shutdown: { timeout: %s }
        pipelines:
          - name: %s
            source: { test-numbers: { count: 5, endless: true } }
            producers: 1
            consumers: 2
            handler: { test-gate: { gate: %s } }
            dead-letter: test-gather
        """
        .formatted(timeout, name, name);
  }

  private Path config(String text) throws IOException {
    Path file = Files.createTempFile(directory, "config", ".yaml");
    return Files.writeString(file, "app: orders\nadmin: { port: 0 }\n" + text);
  }

  private int run(Path file, String... flags) {
    String[] arguments = new String[flags.length + 2];
    arguments[0] = "run";
    arguments[1] = file.toString();
    System.arraycopy(flags, 0, arguments, 2, flags.length);
    return Main.execute(
        new CommandContext(environment(), print(out), print(err), signals), arguments);
  }

  private CompletableFuture<Integer> start(Path file) {
    return CompletableFuture.supplyAsync(() -> run(file), task -> new Thread(task, "run").start());
  }

  private Map<String, String> environment() {
    return new HashMap<>(
        Map.of(
            "MILLRACE_STATE_DIR",
            directory.resolve("state").toString(),
            "MILLRACE_LOG_FORMAT",
            "json"));
  }

  private String log() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private String error() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
