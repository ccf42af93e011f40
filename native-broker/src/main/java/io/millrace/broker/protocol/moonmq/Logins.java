package io.millrace.broker.protocol.moonmq;

import io.millrace.broker.security.AccessTable;
import io.millrace.broker.security.Admission;
import io.millrace.broker.security.ClientPlace;
import io.millrace.broker.security.Credentials;
import io.millrace.broker.security.LoginVerdict;
import io.millrace.broker.security.PasswordLogins;
import io.millrace.broker.security.ScramLogin;
import io.millrace.client.codec.Method;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Lets clients in that say who they are. From any thread, never blocks. */
final class Logins {
  private final PasswordLogins passwords;
  private final String virtualHost;
  private final LoginRules rules;

  Logins(PasswordLogins passwords, String virtualHost, LoginRules rules) {
    this.passwords = passwords;
    this.virtualHost = virtualHost;
    this.rules = rules;
  }

  /** The client shows its password. */
  CompletableFuture<LoginOutcome> plain(byte[] body, ClientPlace place) {
    Optional<Credentials> credentials = Credentials.ofPlain(body);
    if (credentials.isEmpty()) {
      return done(refused(Codes.BAD_REQUEST, "the body of PLAIN is NUL user NUL password"));
    }
    if (!place.isPrivate() && !rules.plainAnywhere()) {
      return done(refused(Codes.FORBIDDEN, "PLAIN needs TLS here: use SCRAM-SHA-256"));
    }
    String user = credentials.get().user();
    Admission admission = byPassword(user, passwords.table());
    return passwords
        .check(credentials.get(), place)
        .thenApply(verdict -> outcome(verdict, admission, ""));
  }

  /** The client begins a login by SCRAM; empty if it does not say how that should be. */
  Optional<ScramLogin> begin(byte[] first) {
    return passwords.begin(first);
  }

  /** Users and what they may do, as it is now. */
  AccessTable accessTable() {
    return passwords.table();
  }

  /**
   * The client proves that it knows the password.
   *
   * @param before users as they were when the login began
   */
  LoginOutcome finish(ScramLogin login, byte[] last, ClientPlace place, AccessTable before) {
    Optional<String> answer = login.answer(last);
    return outcome(
        passwords.judge(login.user(), answer::isPresent, place),
        byPassword(login.user(), before),
        answer.orElse(""));
  }

  private Admission byPassword(String user, AccessTable before) {
    return Admission.byPassword(user, virtualHost, before);
  }

  /** The client sends the digest of a password, and nothing else. */
  LoginOutcome old(byte[] body, ClientPlace place) {
    if (rules.oldAuth().isEmpty()) {
      return refused(Codes.BAD_REQUEST, "the mechanism is SCRAM-SHA-256 or PLAIN");
    }
    OldAuth old = rules.oldAuth().get();
    return outcome(
        passwords.judge(old.user(), () -> old.isRight(body), place),
        Admission.withoutPassword(old.user(), virtualHost),
        "");
  }

  private LoginOutcome outcome(LoginVerdict verdict, Admission admission, String words) {
    return switch (verdict) {
      case RIGHT -> letIn(admission, words);
      case WRONG -> refused(Codes.UNAUTHORIZED, "wrong user or password");
      case TOO_MANY_WRONG ->
          refused(Codes.TOO_MANY, "too many wrong passwords from this address: wait");
      case BUSY -> refused(Codes.UNAVAILABLE, "too many log in at once");
    };
  }

  private LoginOutcome letIn(Admission admission, String words) {
    return passwords.table().mayEnter(admission.user(), virtualHost)
        ? new LoginOutcome.LetIn(new Identity(admission, passwords::table), words)
        : refused(Codes.FORBIDDEN, "no permission for the virtual host");
  }

  static LoginOutcome refused(int code, String why) {
    return new LoginOutcome.Refused(Codes.fault(code, Method.AUTH, why));
  }

  private static CompletableFuture<LoginOutcome> done(LoginOutcome outcome) {
    return CompletableFuture.completedFuture(outcome);
  }
}
