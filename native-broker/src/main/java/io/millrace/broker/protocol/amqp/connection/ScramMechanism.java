package io.millrace.broker.protocol.amqp.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.broker.message.Octets;
import io.millrace.broker.security.ClientPlace;
import io.millrace.broker.security.LoginVerdict;
import io.millrace.broker.security.PasswordLogins;
import io.millrace.broker.security.ScramLogin;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One login by SCRAM-SHA-256 (RFC 7677). AMQP has no place for the broker's last words beside the
 * success, so they are one more challenge, to which the client responds with nothing.
 */
final class ScramMechanism implements Mechanism {
  private final PasswordLogins passwords;
  private final ClientPlace place;

  /** After the client's first message. */
  private @Nullable ScramLogin begun;

  /** Whether the client has proven that it knows the password. */
  private boolean proven;

  ScramMechanism(PasswordLogins passwords, ClientPlace place) {
    this.passwords = passwords;
    this.place = place;
  }

  @Override
  public CompletableFuture<LoginStep> respond(byte[] response) {
    ScramLogin login = begun;
    if (login == null) {
      return passwords.begin(response).map(this::begin).orElseGet(Mechanisms::wrong);
    }
    return proven
        ? Mechanisms.done(new LoginStep.LetIn(login.user(), true))
        : Mechanisms.done(finish(login, response));
  }

  private CompletableFuture<LoginStep> begin(ScramLogin login) {
    begun = login;
    return Mechanisms.done(goOn(login.challenge()));
  }

  private LoginStep finish(ScramLogin login, byte[] last) {
    Optional<String> answer = login.answer(last);
    LoginVerdict verdict = passwords.judge(login.user(), answer::isPresent, place);
    proven = verdict == LoginVerdict.RIGHT;
    return proven ? goOn(answer.orElseThrow()) : new LoginStep.Refused(verdict);
  }

  private static LoginStep goOn(String challenge) {
    return new LoginStep.GoOn(Octets.of(challenge.getBytes(UTF_8)));
  }
}
