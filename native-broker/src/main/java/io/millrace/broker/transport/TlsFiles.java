package io.millrace.broker.transport;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The files that TLS needs, in PEM.
 *
 * @param certificates the broker's own first, then those that vouch for it
 * @param key of the first certificate, in PKCS#8 and not encrypted
 * @param rereadEvery how often to look whether they have changed
 */
public record TlsFiles(Path certificates, Path key, Duration rereadEvery) {
  private static final Duration REREAD = Duration.ofSeconds(10);

  public TlsFiles {
    if (rereadEvery.toMillis() < 1) {
      throw new IllegalArgumentException("certificates cannot be reread every " + rereadEvery);
    }
  }

  /** Looked at every ten seconds. */
  public TlsFiles(Path certificates, Path key) {
    this(certificates, key, REREAD);
  }
}
