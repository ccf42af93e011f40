package io.millrace.testkit.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** One server for all tests; those that end or stop it let it run again. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisServerTest {
  private final RedisServer server = RedisServer.builder().durable().build();

  @BeforeAll
  void start() {
    server.start();
  }

  @AfterAll
  void close() {
    server.close();
  }

  @Test
  void keepsWhatItHasAnsweredThroughKillAndRestart() {
    server.command("RPUSH", "kept", "one", "two");

    server.kill();
    assertThat(server.isRunning()).isFalse();
    server.restart();

    assertThat(server.command("LRANGE", "kept", "0", "-1")).isEqualTo("one\ntwo");
  }

  @Test
  void doesNothingOfATransactionThatAKillHasTorn() throws IOException {
    server.command("DEL", "torn");
    Path file = appendOnlyFile();
    server.kill();
    Files.write(
        file,
        "*1\r\n$5\r\nMULTI\r\n*3\r\n$5\r\nRPUSH\r\n$4\r\ntorn\r\n$1\r\nx\r\n*3\r\n$5\r\nRPU"
            .getBytes(US_ASCII),
        StandardOpenOption.APPEND);

    server.start();
    server.command("EVAL", "redis.call('SET', 'a', 1) redis.call('SET', 'b', 1)", "0");
    server.restart();

    assertThat(server.command("EXISTS", "torn")).isEqualTo("0");
    assertThat(server.command("EXISTS", "a", "b")).isEqualTo("2");
  }

  /** The part of it that the server writes to. */
  private Path appendOnlyFile() throws IOException {
    Path directory = Path.of(server.command("CONFIG", "GET", "dir").lines().toList().get(1));
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(each -> each.toString().endsWith(".incr.aof"))
          .max(Comparator.comparing(Path::toString))
          .orElse(directory.resolve("appendonly.aof"));
    }
  }

  @Test
  void keepsEverythingThroughAStopInGoodOrder() {
    try (RedisServer inMemory = RedisServer.builder().build()) {
      inMemory.start();
      inMemory.command("SET", "kept", "yes");

      inMemory.stop();
      assertThat(inMemory.isRunning()).isFalse();
      inMemory.start();

      assertThat(inMemory.command("GET", "kept")).isEqualTo("yes");
    }
  }

  @Test
  void answersNobodyWhilePaused() throws IOException {
    server.pause();
    try (RespConnection connection = new RespConnection(server.host(), server.port(), 300)) {
      assertThatThrownBy(() -> connection.call(List.of("PING")))
          .isInstanceOf(SocketTimeoutException.class);
      assertThat(server.isRunning()).isTrue();
    } finally {
      server.resume();
    }
    assertThat(server.command("PING")).isEqualTo("PONG");
  }

  @Test
  void refusesWritesOnceItsMemoryIsFull() {
    try (RedisServer small = RedisServer.builder().maxMemory(3_000_000, "noeviction").build()) {
      small.start();
      String value = "x".repeat(500_000);

      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 10; i++) {
                  small.command("SET", "key" + i, value);
                }
              })
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("OOM");
    }
  }

  @Test
  void speaksTlsByACertificateThatItsClientsMayTrust() throws IOException {
    try (RedisServer secure = RedisServer.builder().tls().build()) {
      secure.start();
      try (Socket socket =
          secure.tlsContext().getSocketFactory().createSocket(secure.host(), secure.tlsPort())) {
        socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));

        assertThat(socket.getInputStream().readNBytes(5)).asString().isEqualTo("+PONG");
      }
    }
  }

  @Test
  void letsInItsUsersAndNobodyElse() throws IOException {
    try (RedisServer closed =
        RedisServer.builder().user("worker", "secret", "~jobs:* +@list").usersOnly().build()) {
      closed.start();
      try (RespConnection client = new RespConnection(closed.host(), closed.port(), 10_000)) {
        assertThatThrownBy(() -> client.call(List.of("LLEN", "jobs:a")))
            .hasMessageStartingWith("NOAUTH");

        client.call(List.of("AUTH", "worker", "secret"));

        assertThat(client.call(List.of("LLEN", "jobs:a"))).isEqualTo("0");
        assertThatThrownBy(() -> client.call(List.of("LLEN", "others")))
            .hasMessageStartingWith("NOPERM");
      }
    }
  }

  @Test
  void whatScriptsWroteOutlivesAKillAlsoWhereOnlyUsersAreLetIn() {
    try (RedisServer closed =
        RedisServer.builder().durable().user("worker", "secret", "~* +@all").usersOnly().build()) {
      closed.start();
      closed.command("EVAL", "return redis.call('RPUSH', KEYS[1], 'a', 'b')", "1", "list");

      closed.restart();

      assertThat(closed.command("LLEN", "list")).isEqualTo("2");
    }
  }

  @Test
  void saysThatItIsLoadingUntilItIsToldToFinish() {
    server.command("SET", "loaded", "yes");

    server.restartLoading();
    assertThatThrownBy(() -> server.command("GET", "loaded")).hasMessageContaining("LOADING");
    server.finishLoading();

    assertThat(server.command("GET", "loaded")).isEqualTo("yes");
    assertThat(server.command("KEYS", "*filler*")).isEmpty();
  }

  @Test
  void showsTheLogWhenItCannotStart() {
    try (RedisServer broken = RedisServer.builder().option("databases a-few").build()) {
      assertThatThrownBy(broken::start)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("databases a-few");
    }
  }

  @Test
  void diesWithItsParentEvenWhenPausedAndLeavesNothingBehind(@TempDir Path directory)
      throws Exception {
    diesWithItsParent(directory, List.of(), Process::destroyForcibly);
  }

  @Test
  void diesWithItsParentWhenASignalEndsAllOfTheProcessGroup(@TempDir Path directory)
      throws Exception {
    diesWithItsParent(
        directory,
        List.of("setsid"),
        parent -> new ProcessBuilder("kill", "-TERM", "--", "-" + parent.pid()).start().waitFor());
  }

  private static void diesWithItsParent(Path directory, List<String> prefix, Blow blow)
      throws Exception {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(
        List.of(
            System.getProperty("java.home") + "/bin/java",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            ServerParent.class.getName(),
            directory.toString()));
    Process parent =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (var said = parent.inputReader()) {
      ProcessHandle child = ProcessHandle.of(Long.parseLong(said.readLine())).orElseThrow();
      assertThat(child.isAlive()).isTrue();

      blow.on(parent);

      await().atMost(Duration.ofSeconds(10)).until(() -> !child.isAlive());
      await().untilAsserted(() -> assertThat(directory).isEmptyDirectory());
    } finally {
      parent.destroyForcibly();
    }
  }

  private interface Blow {
    void on(Process process) throws Exception;
  }
}
