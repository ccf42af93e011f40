package io.millrace.broker.protocol.amqp.connection;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** What a client with TLS trusts and shows, from files in PEM. */
record PemContext(Path trusted, Optional<Path> certificate, Optional<Path> key) {
  private static final char[] NO_PASSWORD = {};

  static PemContext trusting(Path trusted) {
    return new PemContext(trusted, Optional.empty(), Optional.empty());
  }

  PemContext showing(Path shown, Path withKey) {
    return new PemContext(trusted, Optional.of(shown), Optional.of(withKey));
  }

  /** A socket that is not connected yet. */
  Socket socket() throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys().getKeyManagers(), trust().getTrustManagers(), null);
    return context.getSocketFactory().createSocket();
  }

  private TrustManagerFactory trust() throws IOException, GeneralSecurityException {
    KeyStore store = emptyStore();
    store.setCertificateEntry("broker", read(trusted));
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory;
  }

  private KeyManagerFactory keys() throws IOException, GeneralSecurityException {
    KeyStore store = emptyStore();
    if (certificate.isPresent() && key.isPresent()) {
      store.setKeyEntry(
          "client", readKey(key.get()), NO_PASSWORD, new Certificate[] {read(certificate.get())});
    }
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NO_PASSWORD);
    return factory;
  }

  private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    return store;
  }

  private static Certificate read(Path pem) throws IOException, GeneralSecurityException {
    try (var in = Files.newInputStream(pem)) {
      return CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  private static PrivateKey readKey(Path pem) throws IOException, GeneralSecurityException {
    String base64 = Files.readString(pem).replaceAll("-----[A-Z ]+-----", "");
    return KeyFactory.getInstance("EC")
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64)));
  }
}
