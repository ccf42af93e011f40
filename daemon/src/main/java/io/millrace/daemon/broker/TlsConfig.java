package io.millrace.daemon.broker;

import io.millrace.broker.server.TlsSettings;
import io.millrace.broker.transport.ClientTrust;
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
    TlsFiles files = new TlsFiles(Path.of(tls.text("certificates")), Path.of(tls.text("key")));
    return new TlsSettings(
        clients(tls).map(files::withClients).orElse(files),
        BrokerConfig.endpoints(tls, "addr", DEFAULT_ADDRESS));
  }

  /** Who vouches for clients; without it they are not asked for certificates. */
  private static Optional<ClientTrust> clients(Section tls) {
    boolean required = tls.flag("client_certificates_required", false);
    Optional<String> authorities = tls.optionalText("client_authorities");
    if (required && authorities.isEmpty()) {
      throw tls.error(
          "client_authorities",
          "who vouches for clients is missing, whose certificates are required");
    }
    return authorities.map(file -> new ClientTrust(Path.of(file), required));
  }
}
