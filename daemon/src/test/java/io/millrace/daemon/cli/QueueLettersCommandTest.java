package io.millrace.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.client.Binding;
import io.millrace.testkit.server.GuardedProcess;
import io.millrace.testkit.server.ServerDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code millrace dlq} on a queue of a real broker. */
@Timeout(120)
class QueueLettersCommandTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private LettersOfABroker broker;

  @BeforeEach
  void start() throws IOException {
    broker = new LettersOfABroker();
  }

  @AfterEach
  void close() throws IOException {
    broker.close();
  }

  @Test
  void listsShowsSendsBackAndDrops() throws Exception {
    broker.giveUp("orders", "notify", 4);
    assertThat(broker.dlq("ls")).as(broker.complaints()).isZero();
    assertThat(broker.shown()).contains("no 0").contains("no 3").contains("orders");
    String id = broker.shown().lines().skip(1).findFirst().orElseThrow().split(" ")[0];
    assertThat(broker.dlq("show", id)).isZero();
    assertThat(broker.shown()).endsWith("\nm0\n");
    assertThat(broker.dlq("show", "none")).isEqualTo(ExitCode.DATA);
    assertThat(broker.dlq("redrive", "--filter", "reason=no 1", "--dry-run")).isZero();
    assertThat(broker.shown())
        .isEqualTo("would have sent back 1 of 4 dead letters looked at in queue orders.dead\n");
    assertThat(broker.dlq("redrive", "--filter", "reason=no 1", "--rate", "100")).isZero();
    assertThat(broker.shown())
        .isEqualTo("sent back 1 of 4 dead letters looked at in queue orders.dead\n");
    assertThat(broker.waiting("orders")).containsExactly("m1");
    assertThat(broker.dlq("redrive", "--to", "queue:checked", "--limit", "1"))
        .as(broker.complaints())
        .isZero();
    assertThat(broker.waiting("checked")).containsExactly("m0");
    assertThat(broker.dlq("drop", "--all")).isZero();
    assertThat(broker.shown())
        .isEqualTo("dropped 2 of 2 dead letters looked at in queue orders.dead\n");
    assertThat(broker.dlq("ls")).isZero();
    assertThat(broker.shown()).isEqualTo("no dead letters\n");
  }

  @Test
  void sendsBackWhatAPipelineGaveUpByItsConfiguration(@TempDir Path directory) throws Exception {
    broker.giveUp("orders", "notify", 2);
    broker.giveUp("orders", "another", 1);
    String config =
        Files.writeString(
                directory.resolve("pipeline.yaml"),
                """
                pipelines:
                  - name: notify
                    source: { millrace: { brokers: "%s", user: guest, password: guest, queue: orders } }
                    sink: { drop: {} }
                    dead-letter: millrace
                """
                    .formatted(broker.address()))
            .toString();
    assertThat(broker.run("dlq", "ls", "--config", config)).as(broker.complaints()).isZero();
    assertThat(broker.shown()).contains("no 0").contains("no 1");
    assertThat(broker.run("dlq", "redrive", "--config", config)).isEqualTo(ExitCode.TEMPORARY);
    assertThat(broker.shown())
        .startsWith("sent back 2 of 3 dead letters looked at in queue orders.dead");
    assertThat(broker.complaints())
        .contains("1 had to stay: pipeline another gave them up, not notify; name a target");
    assertThat(broker.waiting("orders")).containsExactly("m0", "m1");
    assertThat(broker.run("dlq", "redrive", "--config", config, "--to", "queue:checked")).isZero();
    assertThat(broker.waiting("checked")).containsExactly("m0");
  }

  @Test
  void saysThatThereIsNoWayBackToASourceOfSeveralKeys(@TempDir Path directory) throws Exception {
    broker.giveUp("orders", "notify", 1);
    String config =
        Files.writeString(
                directory.resolve("pipeline.yaml"),
                """
                pipelines:
                  - name: notify
                    source:
                      millrace:
                        brokers: "%s"
                        user: guest
                        password: guest
                        queue: orders
                        routing-keys: ["a.*", "b.#"]
                    sink: { drop: {} }
                    dead-letter: millrace
                """
                    .formatted(broker.address()))
            .toString();
    assertThat(broker.run("dlq", "redrive", "--config", config)).isEqualTo(ExitCode.USAGE);
    assertThat(broker.complaints()).contains("there is no way back to where these came from");
    assertThat(broker.waiting("orders.dead")).containsExactly("m0");
  }

  @Test
  void tellsWhatIsWrongWithTheBroker() {
    String place = "--queue=orders.dead";
    assertThat(
            broker.run("dlq", "ls", "--broker=millrace://guest:wrong@" + broker.address(), place))
        .isEqualTo(ExitCode.LOGIN);
    assertThat(broker.complaints())
        .contains("millrace: the broker at " + broker.address() + " cannot be used: ");
    assertThat(broker.complaints()).doesNotContain("guest:wrong");
    assertThat(broker.run("dlq", "ls", "--broker=127.0.0.1:1", place))
        .isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(broker.run("dlq", "ls", "--broker=http://127.0.0.1", place))
        .isEqualTo(ExitCode.USAGE);
    assertThat(broker.complaints()).contains("--broker wants host:port, a path, or millrace://");
    assertThat(broker.run("dlq", "ls", place)).isEqualTo(ExitCode.USAGE);
    assertThat(broker.run("dlq", "ls", "--broker=" + broker.address())).isEqualTo(ExitCode.USAGE);
    assertThat(broker.run("dlq", "ls", "--broker=" + broker.address(), place, "--file=a"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(broker.complaints())
        .contains("--broker URI --queue QUEUE, --amqp URI --queue QUEUE");
  }

  /** Whatever it was doing: each is where it was or where it was to go, or in both places. */
  @Test
  void losesNothingWhenItIsKilledInTheMiddle() throws Exception {
    int count = 1_000;
    broker.giveUp("orders", "notify", count);
    ServerDirectory directory = ServerDirectory.create("millrace-redrive-", Optional.empty());
    try (Binding arrived = broker.client().bind("orders")) {
      GuardedProcess redrive =
          GuardedProcess.start(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Main.class.getName(),
                  "dlq",
                  "redrive",
                  "--broker=" + broker.uri(),
                  "--queue=orders.dead",
                  "--rate=100"),
              directory);
      await(directory.log().toString())
          .atMost(PATIENCE)
          .until(() -> arrived.waiting() > 10 || !redrive.isAlive());
      redrive.kill();
    } finally {
      directory.delete();
    }
    List<String> sent = broker.waiting("orders");
    await()
        .atMost(PATIENCE)
        .until(() -> broker.waiting("orders.dead").size() + sent.size() >= count);
    List<String> stayed = broker.waiting("orders.dead");
    assertThat(sent).hasSizeBetween(10, count - 10);
    Set<String> all = new TreeSet<>(sent);
    all.addAll(stayed);
    assertThat(all).hasSize(count);
    assertThat(sent.size() + stayed.size() - count).isBetween(0, 10); // one batch of this rate
  }
}
