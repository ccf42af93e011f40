package io.millrace.daemon.redis;

import io.millrace.daemon.spi.Options;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import redis.clients.jedis.SslOptions;

/**
 * The option {@code tls}: {@code ca}, {@code certificate} and {@code key-password}.
 *
 * <p>A server's certificate is verified, and so is its name: there is no option to look away.
 */
public final class PemStores {
  private static final String TYPE = "PKCS12";

  /** Of stores that never leave the memory; the format wants one. */
  private static final char[] PASSWORD = "millrace".toCharArray();

  private PemStores() {}

  /**
   * Reads the option and its files; empty when it is not there.
   *
   * @throws io.millrace.daemon.spi.ConfigException at the file that is wrong
   */
  static Optional<SslOptions> from(Options options, String key) {
    if (!options.has(key)) {
      return Optional.empty();
    }
    Options tls = options.options(key);
    Optional<String> authority = tls.optionalText("ca");
    Optional<String> certificate = tls.optionalText("certificate");
    Optional<String> password = tls.secret("key-password");
    if (password.isPresent() && certificate.isEmpty()) {
      throw tls.error("key-password", "there is no key without a certificate: FILE");
    }
    SslOptions.Builder builder = SslOptions.builder();
    authority.ifPresent(
        file -> {
          byte[] store = read(tls, "ca", file, PemStores::trusting);
          builder
              .trustStoreType(TYPE)
              .truststore(() -> new ByteArrayInputStream(store), PASSWORD.clone());
        });
    certificate.ifPresent(
        file -> {
          byte[] store = read(tls, "certificate", file, pem -> proving(pem, password));
          builder
              .keyStoreType(TYPE)
              .keystore(() -> new ByteArrayInputStream(store), PASSWORD.clone());
        });
    return Optional.of(builder.build());
  }

  /**
   * As {@link #from}, for a client that does not take Jedis's options.
   *
   * @throws io.millrace.daemon.spi.ConfigException at the file that is wrong
   */
  public static Optional<SSLContext> contextFrom(Options options, String key) {
    return from(options, key).map(tls -> context(tls, options, key));
  }

  private static SSLContext context(SslOptions tls, Options options, String key) {
    try {
      return tls.createSslContext();
    } catch (IOException | GeneralSecurityException e) {
      throw options.error(key, "cannot be used: " + e.getMessage());
    }
  }

  private interface Filling {
    KeyStore fill(PemFile pem) throws IOException, GeneralSecurityException;
  }

  private static byte[] read(Options tls, String key, String file, Filling filling) {
    if (!Files.isReadable(Path.of(file))) {
      throw tls.error(key, "cannot read the PEM file " + file);
    }
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      filling.fill(PemFile.read(Path.of(file))).store(bytes, PASSWORD);
      return bytes.toByteArray();
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw tls.error(key, "cannot use the PEM file " + file + ": " + e.getMessage());
    }
  }

  private static KeyStore trusting(PemFile pem) throws IOException, GeneralSecurityException {
    KeyStore store = empty();
    List<Certificate> certificates = pem.certificates();
    for (int i = 0; i < certificates.size(); i++) {
      store.setCertificateEntry("trusted-" + i, certificates.get(i));
    }
    return store;
  }

  private static KeyStore proving(PemFile pem, Optional<String> password)
      throws IOException, GeneralSecurityException {
    KeyStore store = empty();
    PrivateKey key = pem.key(password);
    store.setKeyEntry("own", key, PASSWORD, pem.certificates().toArray(Certificate[]::new));
    return store;
  }

  private static KeyStore empty() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(TYPE);
    store.load(null, PASSWORD);
    return store;
  }
}
