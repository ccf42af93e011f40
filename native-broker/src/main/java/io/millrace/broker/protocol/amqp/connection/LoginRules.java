package io.millrace.broker.protocol.amqp.connection;

import java.time.Duration;

/**
 * How clients log in.
 *
 * @param required whether a client has to say who it is; without, everybody may everything
 * @param plainAnywhere whether one may show its password to a network without TLS, as nearly every
 *     client does
 * @param certificates which name in a client's certificate is the user's
 * @param within how long a connection may take until it is open
 */
public record LoginRules(
    boolean required, boolean plainAnywhere, CertificateName certificates, Duration within) {
  /** As RabbitMQ has them, with half a minute. */
  public static final LoginRules DEFAULT =
      new LoginRules(true, true, CertificateName.DISTINGUISHED_NAME, Duration.ofSeconds(30));

  public LoginRules {
    if (within.toMillis() < 1) {
      throw new IllegalArgumentException("no time to log in: " + within);
    }
  }

  /** For clients that nobody asks who they are. */
  public LoginRules withoutLogin() {
    return new LoginRules(false, plainAnywhere, certificates, within);
  }

  public LoginRules withPlainInPrivateOnly() {
    return new LoginRules(required, false, certificates, within);
  }

  public LoginRules withCertificates(CertificateName name) {
    return new LoginRules(required, plainAnywhere, name, within);
  }

  public LoginRules within(Duration time) {
    return new LoginRules(required, plainAnywhere, certificates, time);
  }
}
