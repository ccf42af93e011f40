package io.millrace.testkit.redis;

import io.millrace.testkit.server.LoopbackPorts;
import io.millrace.testkit.server.SelfSigned;
import io.millrace.testkit.server.ServerDirectory;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLContext;

/** A server's TLS: its port, and who it says it is. */
record Tls(int port, SelfSigned identity) {
  static Tls create(ServerDirectory directory) {
    return new Tls(LoopbackPorts.free(), SelfSigned.create(directory));
  }

  Path certificate() {
    return identity.certificate();
  }

  List<String> options() {
    return List.of(
        "tls-port " + port,
        "tls-cert-file \"" + certificate() + "\"",
        "tls-key-file \"" + identity.key() + "\"",
        "tls-ca-cert-file \"" + certificate() + "\"",
        "tls-auth-clients no");
  }

  /** Trusts this certificate and no other. */
  SSLContext context() {
    return identity.context();
  }
}
