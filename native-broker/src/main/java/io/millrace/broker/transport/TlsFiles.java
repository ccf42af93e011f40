package io.millrace.broker.transport;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The files that TLS needs, in PEM.
 *
 * @param certificates the broker's own first, then those that vouch for it
 * @param key of the first certificate, in PKCS#8 and not encrypted
 * @param clients who vouches for clients; empty for clients that are not asked for a certificate
 * @param rereadEvery how often to look whether they have changed
 */
public record TlsFiles(
    Path certificates, Path key, Optional<ClientTrust> clients, Duration rereadEvery) {
  private static final Duration REREAD = Duration.ofSeconds(10);

  public TlsFiles {
    if (rereadEvery.toMillis() < 1) {
      throw new IllegalArgumentException("certificates cannot be reread every " + rereadEvery);
    }
  }

  /** Looked at every ten seconds. */
  public TlsFiles(Path certificates, Path key) {
    this(certificates, key, Optional.empty(), REREAD);
  }

  /** With clients that show certificates. */
  public TlsFiles withClients(ClientTrust trust) {
    return new TlsFiles(certificates, key, Optional.of(trust), rereadEvery);
  }

  public TlsFiles rereadEvery(Duration interval) {
    return new TlsFiles(certificates, key, clients, interval);
  }
}
