package io.millrace.broker.protocol.amqp.connection;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** Which name in a client's certificate is that of the user (mechanism EXTERNAL). */
public enum CertificateName {
  /** The whole subject, as in {@code CN=shop,O=Example} (RFC 2253). */
  DISTINGUISHED_NAME,
  /** The subject's common name alone. */
  COMMON_NAME;

  /** The user; empty if the certificate has no such name. */
  Optional<String> of(X509Certificate certificate) {
    String subject = certificate.getSubjectX500Principal().getName();
    Optional<String> name =
        switch (this) {
          case DISTINGUISHED_NAME -> Optional.of(subject);
          case COMMON_NAME -> commonName(subject);
        };
    return name.filter(each -> !each.isEmpty());
  }

  private static Optional<String> commonName(String subject) {
    List<Rdn> parts;
    try {
      parts = new LdapName(subject).getRdns();
    } catch (InvalidNameException wrong) {
      throw new IllegalStateException("a subject is always a name: " + subject, wrong);
    }
    // The most specific part is the last.
    for (int i = parts.size() - 1; i >= 0; i--) {
      if (parts.get(i).getType().equalsIgnoreCase("CN")
          && parts.get(i).getValue() instanceof String name) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }
}
