package io.millrace.bench.amqp.server;

import io.millrace.testkit.server.LoopbackPorts;
import io.millrace.testkit.server.ServerDirectory;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Qpid Broker-J with the memory that its own start script gives it, and its messages in Derby: the
 * library of the other store that it brings is not on Maven Central.
 */
final class QpidServer {
  private QpidServer() {}

  static Server start() throws IOException {
    ServerDirectory directory = ServerDirectory.create("millrace-qpid-", Optional.empty());
    int port = LoopbackPorts.free();
    List<String> command =
        Artifacts.command(
            "qpid",
            "org.apache.qpid.server.Main",
            "-Xmx512m",
            "-XX:MaxDirectMemorySize=1536m",
            "-Dqpid.work_dir=" + directory.path(),
            "-Dderby.stream.error.file=" + directory.resolve("derby.log"));
    command.addAll(
        List.of(
            "--initial-config-path",
            Artifacts.file("qpid.json").toString(),
            "--config-property",
            "qpid.amqp_port=" + port));
    return ForkedServer.start(command, port, directory);
  }
}
