package io.millrace.daemon.broker;

import io.millrace.broker.server.TlsSettings;
import io.millrace.broker.transport.TlsFiles;
import io.millrace.daemon.config.Section;
import java.nio.file.Path;
import java.util.Optional;

/** The keys of TLS. */
final class TlsConfig {
  private static final String DEFAULT_ADDRESS = "127.0.0.1:11182";

  private TlsConfig() {}

  /** Reads {@code tls}; empty if it is not there, or is wrong, which the check tells. */
  static Optional<TlsSettings> from(Section root) {
    return root.has("tls")
        ? root.attempt("tls", section -> settings(section.section("tls")))
        : Optional.empty();
  }

  private static TlsSettings settings(Section tls) {
    Path certificates = Path.of(tls.text("certificates"));
    Path key = Path.of(tls.text("key"));
    return new TlsSettings(
        new TlsFiles(certificates, key),
        tls.value(
            "addr",
            BrokerConfig.parse(DEFAULT_ADDRESS),
            BrokerConfig::parse,
            unused -> DEFAULT_ADDRESS));
  }
}
