package io.millrace.redis.connection;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.SslVerifyMode;

/** Trust in the certificates of a PEM file, and in no others. */
final class PemTrust {
  private static final String TYPE = "PKCS12";

  /** Certificates are no secret; the format wants a password. */
  private static final char[] PASSWORD = "millrace".toCharArray();

  private PemTrust() {}

  /**
   * @throws IllegalArgumentException if the file cannot be read or has no certificates
   */
  static SslOptions of(Path pem) {
    try {
      KeyStore store = KeyStore.getInstance(TYPE);
      store.load(null, PASSWORD);
      try (InputStream in = Files.newInputStream(pem)) {
        int count = 0;
        for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
          store.setCertificateEntry("trusted-" + count++, each);
        }
        if (count == 0) {
          throw new IllegalArgumentException(pem + " holds no certificate");
        }
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      store.store(bytes, PASSWORD);
      return SslOptions.builder()
          .trustStoreType(TYPE)
          .truststore(() -> new ByteArrayInputStream(bytes.toByteArray()), PASSWORD)
          .sslVerifyMode(SslVerifyMode.FULL)
          .build();
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException("cannot trust the certificates of " + pem + ": " + e, e);
    }
  }
}
