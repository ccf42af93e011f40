package io.millrace.interop.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.interop.program.Figures;
import io.millrace.interop.program.Program;
import io.millrace.interop.server.AmqpServer;
import io.millrace.interop.server.AmqpServerExtension;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The programs of librabbitmq, which shells call. */
@ExtendWith(AmqpServerExtension.class)
class AmqpToolsTest {
  private static final int LINES = 200;

  private final AmqpServer server;
  private final String queue = Names.fresh("tools");

  AmqpToolsTest(AmqpServer server) {
    this.server = server;
  }

  @Test
  void passesLinesFromShellToShell() {
    tool("declare-queue").with("-q", queue, "-d").run();
    String lines = String.join("\n", IntStream.range(0, LINES).mapToObj(i -> "line " + i).toList());
    shell("printf '%s\\n' \"$LINES_TO_SEND\" | amqp-publish --url=\"$URL\" -r \"$QUEUE\" -p -l")
        .withEnvironment("LINES_TO_SEND", lines)
        .run();
    tool("publish").with("-r", queue, "-b", "the last").run();

    assertThat(tool("get").with("-q", queue).run()).isEqualTo("line 0\n");
    String consumed = tool("consume").with("-q", queue, "-c", LINES - 1, "-p", 10, "cat").run();
    assertThat(consumed.lines().toList())
        .isEqualTo(IntStream.range(1, LINES).mapToObj(i -> "line " + i).toList());
    assertThat(tool("get").with("-q", queue).run()).isEqualTo("the last");
    tool("delete-queue").with("-q", queue).run();
    Figures.line(
        "amqp-tools", "%d lines declared, published, got, consumed and deleted", LINES + 1);
  }

  private Program tool(String name) {
    return Program.ofSystem("amqp-" + name, "amqp-tools").with("--url=" + server.uri());
  }

  private Program shell(String script) {
    tool("publish");
    return Program.ofSystem("sh", "dash")
        .with("-c", script)
        .withEnvironment("URL", server.uri())
        .withEnvironment("QUEUE", queue);
  }
}
