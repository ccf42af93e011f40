package io.millrace.testkit.rabbitmq;

import io.millrace.testkit.server.LoopbackPorts;
import io.millrace.testkit.server.SelfSigned;
import io.millrace.testkit.server.ServerDirectory;
import java.util.List;

/** A server's TLS: its port, and who it says it is. */
record RabbitTls(int port, SelfSigned identity) {
  static RabbitTls create(ServerDirectory directory) {
    return new RabbitTls(LoopbackPorts.free(), SelfSigned.create(directory));
  }

  List<String> options() {
    return List.of(
        "listeners.ssl.1 = " + LoopbackPorts.HOST + ":" + port,
        "ssl_options.certfile = " + identity.certificate(),
        "ssl_options.cacertfile = " + identity.certificate(),
        "ssl_options.keyfile = " + identity.key(),
        "ssl_options.verify = verify_none");
  }
}
