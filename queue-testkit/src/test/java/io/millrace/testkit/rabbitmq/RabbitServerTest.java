package io.millrace.testkit.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** All but the last two share a server; those that end it let it run again. */
@ExtendWith(RabbitExtension.class)
class RabbitServerTest {
  private static final String ADD_QUEUE =
      "rabbit_amqqueue:declare(rabbit_misc:r(<<\"/\">>, queue, <<\"%s\">>), true, false, [], none,"
          + " <<\"guest\">>).";

  @Test
  void keepsWhatIsDurableThroughKillAndThroughStopAtTheSamePort(RabbitServer rabbit) {
    rabbit.command("eval", ADD_QUEUE.formatted("kept"));

    rabbit.stop(); // First: what it was told of a moment ago is not safe from a kill.
    assertThat(rabbit.isRunning()).isFalse();
    rabbit.start();
    assertThat(rabbit.command("list_queues", "name")).contains("kept");
    rabbit.restart();

    assertThat(rabbit.command("list_queues", "name")).contains("kept");
  }

  @Test
  void runsBesideAnotherOfItsKind(RabbitServer rabbit) {
    rabbit.command("eval", ADD_QUEUE.formatted("mine"));
    try (RabbitServer other = RabbitServer.builder().build()) {
      other.start();

      assertThat(other.command("list_queues", "name")).doesNotContain("mine");
      assertThat(rabbit.command("list_queues", "name")).contains("mine");
    }
    assertThat(rabbit.command("status")).contains("RabbitMQ");
  }

  @Test
  void answersNobodyWhilePaused(RabbitServer rabbit) {
    rabbit.pause();
    try {
      assertThat(rabbit.isRunning()).isTrue();
      assertThatThrownBy(() -> rabbit.command("--timeout", "1", "list_queues"))
          .isInstanceOf(IllegalStateException.class);
    } finally {
      rabbit.resume();
    }
    assertThat(rabbit.command("list_queues")).isNotNull();
  }

  @Test
  void showsTheLogWhenItCannotStart() {
    try (RabbitServer broken = RabbitServer.builder().option("no_such_option = 1").build()) {
      assertThatThrownBy(broken::start)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("no_such_option");
    }
  }

  @Test
  void namesThePackageWhereThereIsNone() {
    System.setProperty(RabbitPrograms.PROPERTY, "/nowhere");
    try {
      assertThatThrownBy(() -> RabbitServer.builder().build())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("apt-get install rabbitmq-server");
    } finally {
      System.clearProperty(RabbitPrograms.PROPERTY);
    }
  }

  @Test
  void diesWithItsParentAndLeavesNothingBehind(@TempDir Path directory) throws Exception {
    Process parent =
        new ProcessBuilder(
                List.of(
                    System.getProperty("java.home") + "/bin/java",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    ServerParent.class.getName(),
                    directory.toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var said = parent.inputReader()) {
      ProcessHandle server = ProcessHandle.of(Long.parseLong(said.readLine())).orElseThrow();
      assertThat(server.info().command().orElseThrow()).contains("beam");

      parent.destroyForcibly();

      await().atMost(Duration.ofSeconds(20)).until(() -> !server.isAlive());
      await().untilAsserted(() -> assertThat(directory).isEmptyDirectory());
      await().untilAsserted(() -> assertThat(commandsIn(directory)).isEmpty());
    } finally {
      parent.destroyForcibly();
    }
  }

  /** What runs with that directory in its command, the port mapper for one. */
  private static List<String> commandsIn(Path directory) {
    return ProcessHandle.allProcesses()
        .map(each -> each.info().commandLine().orElse(""))
        .filter(line -> line.contains(directory.toString()))
        .toList();
  }
}
