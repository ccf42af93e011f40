package io.millrace.broker.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@link TlsFiles} have in them at a time.
 *
 * <p>Immutable. To read them takes the time of the disk.
 */
final class PemFiles {
  private static final int MOST_BYTES = 1 << 20;
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");

  private final TlsFiles files;
  private final byte[] certificates;
  private final byte[] key;

  /** Of those who vouch for clients; empty if nobody does. */
  private final byte[] authorities;

  private PemFiles(TlsFiles files, byte[] certificates, byte[] key, byte[] authorities) {
    this.files = files;
    this.certificates = certificates;
    this.key = key;
    this.authorities = authorities;
  }

  /**
   * @throws IOException if one cannot be read
   */
  static PemFiles read(TlsFiles files) throws IOException {
    byte[] authorities =
        files.clients().isPresent() ? bytes(files.clients().get().authorities()) : new byte[0];
    return new PemFiles(files, bytes(files.certificates()), bytes(files.key()), authorities);
  }

  private static byte[] bytes(Path file) throws IOException {
    if (Files.size(file) > MOST_BYTES) {
      throw new IOException(file + " is larger than " + MOST_BYTES + " bytes");
    }
    return Files.readAllBytes(file);
  }

  boolean isSameAs(PemFiles other) {
    return Arrays.equals(certificates, other.certificates)
        && Arrays.equals(key, other.key)
        && Arrays.equals(authorities, other.authorities);
  }

  /** The chain, the broker's own first. */
  X509Certificate[] chain() throws IOException {
    return certificates(certificates, files.certificates());
  }

  /** Those who vouch for clients. */
  X509Certificate[] authorities(Path file) throws IOException {
    return certificates(authorities, file);
  }

  private static X509Certificate[] certificates(byte[] pem, Path file) throws IOException {
    try {
      X509Certificate[] all =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem))
              .toArray(X509Certificate[]::new);
      if (all.length == 0) {
        throw new IOException("there is no certificate in " + file);
      }
      return all;
    } catch (GeneralSecurityException | ArrayStoreException notPem) {
      throw new IOException(file + " has no certificates in PEM", notPem);
    }
  }

  /** The key, which is that of the certificate. */
  PrivateKey keyOf(Certificate certificate) throws IOException {
    Matcher pem = KEY.matcher(new String(key, US_ASCII));
    if (!pem.find()) {
      throw new IOException(
          files.key()
              + " has no BEGIN PRIVATE KEY, which `openssl pkcs8 -topk8 -nocrypt` makes of a key");
    }
    try {
      byte[] encoded = Base64.getMimeDecoder().decode(pem.group(1));
      String algorithm = certificate.getPublicKey().getAlgorithm();
      PrivateKey read =
          KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
      if (isPair(read, certificate)) {
        return read;
      }
    } catch (GeneralSecurityException | IllegalArgumentException other) {
      throw new IOException(mismatch(), other);
    }
    throw new IOException(mismatch());
  }

  private String mismatch() {
    return "the key in %s is not that of the first certificate in %s"
        .formatted(files.key(), files.certificates());
  }

  private static boolean isPair(PrivateKey key, Certificate certificate)
      throws GeneralSecurityException {
    Signature signature =
        Signature.getInstance(
            switch (key.getAlgorithm()) {
              case "RSA" -> "SHA256withRSA";
              case "EC" -> "SHA256withECDSA";
              default -> key.getAlgorithm();
            });
    byte[] text = {1, 2, 3};
    signature.initSign(key);
    signature.update(text);
    byte[] signed = signature.sign();
    signature.initVerify(certificate.getPublicKey());
    signature.update(text);
    return signature.verify(signed);
  }
}
