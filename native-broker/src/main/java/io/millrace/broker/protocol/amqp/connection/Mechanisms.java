package io.millrace.broker.protocol.amqp.connection;

import io.millrace.broker.security.ClientPlace;
import io.millrace.broker.security.Credentials;
import io.millrace.broker.security.LoginVerdict;
import io.millrace.broker.security.PasswordLogins;
import io.millrace.broker.security.ScramLogin;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The mechanisms by which clients log in.
 *
 * <p><b>Threads:</b> any; nothing blocks.
 */
final class Mechanisms {
  private static final String AMQPLAIN = "AMQPLAIN";
  private static final String EXTERNAL = "EXTERNAL";

  private final PasswordLogins passwords;
  private final LoginRules rules;

  Mechanisms(PasswordLogins passwords, LoginRules rules) {
    this.passwords = passwords;
    this.rules = rules;
  }

  /**
   * Those that a client can choose from, the one first that it is to take if it knows it.
   *
   * @param certificate what the client has shown
   */
  List<String> offered(ClientPlace place, Optional<X509Certificate> certificate) {
    List<String> offered = new ArrayList<>();
    if (rules.plainAnywhere() || place.isPrivate()) {
      offered.add(Credentials.PLAIN);
      offered.add(AMQPLAIN);
    }
    if (certificate.isPresent()) {
      offered.add(EXTERNAL);
    }
    offered.add(ScramLogin.MECHANISM);
    return offered;
  }

  /** Begins a login; empty if that mechanism is not offered. */
  Optional<Mechanism> begin(String name, ClientPlace place, Optional<X509Certificate> certificate) {
    if (!offered(place, certificate).contains(name)) {
      return Optional.empty();
    }
    return Optional.of(
        switch (name) {
          case AMQPLAIN -> password(Amqplain::credentials, place);
          case EXTERNAL -> response -> external(certificate.orElseThrow(), place);
          case ScramLogin.MECHANISM -> new ScramMechanism(passwords, place);
          default -> password(Credentials::ofPlain, place);
        });
  }

  private Mechanism password(Function<byte[], Optional<Credentials>> reader, ClientPlace place) {
    return response ->
        reader
            .apply(response)
            .map(
                shown ->
                    passwords
                        .check(shown, place)
                        .thenApply(verdict -> LoginStep.of(verdict, shown.user(), true)))
            .orElseGet(Mechanisms::wrong);
  }

  /** The certificate is proof enough; there has to be a user of its name. */
  private CompletableFuture<LoginStep> external(X509Certificate certificate, ClientPlace place) {
    return rules
        .certificates()
        .of(certificate)
        .filter(user -> passwords.table().user(user).isPresent())
        .map(user -> done(LoginStep.of(passwords.judge(user, () -> true, place), user, false)))
        .orElseGet(Mechanisms::wrong);
  }

  static CompletableFuture<LoginStep> wrong() {
    return done(new LoginStep.Refused(LoginVerdict.WRONG));
  }

  static CompletableFuture<LoginStep> done(LoginStep step) {
    return CompletableFuture.completedFuture(step);
  }
}
