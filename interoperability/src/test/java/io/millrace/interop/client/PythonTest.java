package io.millrace.interop.client;

import io.millrace.interop.program.Figures;
import io.millrace.interop.program.NodePackages;
import io.millrace.interop.program.Program;
import io.millrace.interop.program.Python;
import io.millrace.interop.program.Resources;
import io.millrace.interop.server.AmqpServer;
import io.millrace.interop.server.AmqpServerExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Programs with Debian's pika, alone and together with Node's amqplib. */
@ExtendWith(AmqpServerExtension.class)
class PythonTest {
  private final AmqpServer server;
  private final String prefix = Names.fresh("python");

  PythonTest(AmqpServer server) {
    this.server = server;
  }

  @Test
  void confirmsTransactsAndGetsDeadLettersWithPika() {
    Figures.line("pika", "%s", program("pika_programs").run().strip());
  }

  @Test
  void talksToNodeThroughQueues() {
    Program relay = NodePackages.install().program("relay").with(server.uri(), prefix);
    relay.with("send").run();
    program("relay").run();
    Figures.line("amqplib and pika", "%s", relay.with("check").run().strip());
  }

  private Program program(String name) {
    return Python.with("pika", "python3-pika")
        .with(Resources.directory("python").resolve(name + ".py"), server.uri(), prefix);
  }
}
