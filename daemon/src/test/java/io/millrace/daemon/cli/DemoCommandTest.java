package io.millrace.daemon.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The demonstrations with their real servers, small. */
@Timeout(300)
class DemoCommandTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Map<String, String> environment = Map.of("TERM", "dumb", "PATH", System.getenv("PATH"));
  private final CompletableFuture<IntConsumer> stop = new CompletableFuture<>();

  @Test
  void movesMessagesThroughTheBrokerUntilTheTimeIsUp() {
    int code = demo("--duration", "500ms", "--keys", "50");
    assertThat(code).as(shown()).isZero();
    assertThat(shown())
        .contains("starting the broker with a durable queue")
        .contains("all confirmed")
        .contains("lost 0")
        .contains("all of 50 keys in order, none missing, none twice");
  }

  @Test
  void movesMessagesThroughTheBrokerUntilItIsToldToStop() throws Exception {
    CompletableFuture<Integer> run = CompletableFuture.supplyAsync(this::demo);
    await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(() -> assertThat(shown()).contains(" in all · "));
    stop.get(60, TimeUnit.SECONDS).accept(Signals.INTERRUPT);
    assertThat(run.get(120, TimeUnit.SECONDS)).as(shown()).isZero();
    assertThat(shown()).contains("none missing, none twice");
  }

  @Test
  void consumesATopicOfARealBrokerInTheOrderOfItsKeys() {
    Set<Long> before = children();
    int code = demo("kafka", "--records", "20000", "--partitions", "3", "--keys", "50");
    assertThat(code).as(shown()).isZero();
    assertThat(shown())
        .contains("with a topic of 3 partitions, ready in ")
        .contains("filled with 20,000 records of 100 bytes in 50 keys")
        .contains("finished 20,000 (acked 20,000, rejected 0, dead-lettered 0)")
        .contains("lost 0")
        .contains("all of 50 keys in order, none missing, none twice");
    assertThat(children()).isEqualTo(before);
  }

  @Test
  void movesJobsThroughAListOfARealServerInTheOrderOfTheirKeysAndLeavesNothing() {
    Set<Long> before = children();
    int code = demo("redis", "--jobs", "20000", "--keys", "50");
    assertThat(code).as(shown()).isZero();
    assertThat(shown())
        .contains(" with a list in reliable mode, ready in ")
        .contains("filled with 20,000 jobs of 100 bytes in 50 keys")
        .contains("finished 20,000 (acked 20,000, rejected 0, dead-lettered 0)")
        .contains("lost 0")
        .contains("all of 50 keys in order, none missing, none twice");
    assertThat(children()).isEqualTo(before);
  }

  @Test
  void saysWhatToInstallWhereThereIsNoRedis() {
    environment = Map.of("TERM", "dumb", "PATH", "/nonexistent");
    assertThat(demo("redis")).isEqualTo(69);
    assertThat(shown())
        .contains("millrace: there is no redis-server on the PATH; install one, 7.0 or later")
        .contains("--redis-server FILE");
    assertThat(demo("redis", "--redis-server", "/nonexistent/redis")).isEqualTo(69);
    assertThat(shown()).contains("/nonexistent/redis is no program that can be run");
    assertThat(demo("redis", "--redis-server", "/bin/true")).isEqualTo(69);
    assertThat(shown()).contains("/bin/true is no redis-server that runs here");
  }

  @Test
  void stopsInOrderAndTakesItsBrokerAlong() throws Exception {
    Set<Long> before = children();
    CompletableFuture<Integer> run =
        CompletableFuture.supplyAsync(() -> demo("kafka", "--records", "1000000000"));
    await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(() -> assertThat(shown()).contains("ready in"));
    stop.get(60, TimeUnit.SECONDS).accept(Signals.INTERRUPT);
    assertThat(run.get(120, TimeUnit.SECONDS)).isEqualTo(75);
    assertThat(children()).isEqualTo(before);
  }

  @Test
  void endsWith64OnWrongUsage() {
    assertThat(demo("--duration", "soon")).isEqualTo(64);
    assertThat(shown()).contains("expected a duration such as 500ms");
    assertThat(demo("--keys", "1")).isEqualTo(64);
    assertThat(demo("redsi")).isEqualTo(64);
    assertThat(demo("kafka", "--records", "0")).isEqualTo(64);
    assertThat(demo("kafka", "--keys", "many")).isEqualTo(64);
    assertThat(demo("redis", "--jobs", "0")).isEqualTo(64);
  }

  private int demo(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "demo";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    CommandContext context =
        new CommandContext(
            environment,
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            (onStop, onReload) -> stop.complete(onStop));
    return Main.execute(context, all);
  }

  private String shown() {
    return err.toString(UTF_8);
  }

  private static Set<Long> children() {
    return ProcessHandle.current()
        .children()
        .filter(ProcessHandle::isAlive)
        .map(ProcessHandle::pid)
        .collect(Collectors.toSet());
  }
}
