package io.millrace.bench.amqp.server;

import io.millrace.testkit.server.LoopbackPorts;
import io.millrace.testkit.server.ServerDirectory;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** {@code ./millrace broker}, with nothing said but ports and the data directory. */
final class MillraceServer {
  private MillraceServer() {}

  static Server start() throws IOException {
    ServerDirectory directory = ServerDirectory.create("millrace-peers-", Optional.empty());
    int port = LoopbackPorts.free();
    return ForkedServer.start(
        List.of(
            "./millrace",
            "broker",
            "--amqp_addr=" + address(port),
            "--addr=" + address(LoopbackPorts.free()),
            "--http_addr=" + address(LoopbackPorts.free()),
            "--store_config.dir=" + directory.resolve("data")),
        port,
        directory);
  }

  private static String address(int port) {
    return LoopbackPorts.HOST + ":" + port;
  }
}
