package io.millrace.interop.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.millrace.interop.program.Figures;
import io.millrace.interop.program.NodePackages;
import io.millrace.interop.program.Program;
import io.millrace.interop.program.RunningProgram;
import io.millrace.interop.server.AmqpServer;
import io.millrace.interop.server.AmqpServerExtension;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The programs of the tutorials with amqplib, and what else articles show with it. */
@ExtendWith(AmqpServerExtension.class)
class NodeAmqplibTest {
  private static NodePackages node;

  private final AmqpServer server;
  private final String prefix = Names.fresh("node");

  NodeAmqplibTest(AmqpServer server) {
    this.server = server;
  }

  @BeforeAll
  static void installPackages() {
    node = NodePackages.install();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello",
        "pubsub",
        "routing",
        "fair",
        "alternate",
        "prefetch",
        "rpc",
        "settle",
        "queues"
      })
  void runs(String name) {
    report(name, program(name).run());
  }

  @Test
  void findsPersistentMessagesAfterRestart() {
    program("persistence").with("put").run();
    server.restart();
    report("persistence", program("persistence").with("check").run());
  }

  @Test
  void getsMessagesOfKilledConsumerAgain() {
    try (RunningProgram holding = program("held").with("hold").start()) {
      holding.awaitPrinted("holding 10", Duration.ofSeconds(60));
      holding.kill();
    }
    report("held", program("held").with("check").run());
  }

  @Test
  void getsDelayedMessageAfterPublisherHasEnded() {
    assumeThat(server.product()).as("has delayed messages without a plugin").isEqualTo("Millrace");
    program("later").with("send").run();
    report("later", program("later").with("check").run());
  }

  private Program program(String name) {
    return node.program(name).with(server.uri(), prefix);
  }

  private void report(String name, String printed) {
    assertThat(printed).isNotBlank();
    Figures.line("amqplib " + name, "%s", printed.strip());
  }
}
