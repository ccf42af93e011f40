package io.millrace.broker.protocol.moonmq;

import io.millrace.broker.security.AccessTable;
import io.millrace.broker.security.FailedLogins;
import io.millrace.broker.security.ScramLogin;
import io.millrace.client.codec.Method;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * Lets clients in that say who they are. From any thread, never blocks: to check a password takes
 * tens of milliseconds, which an executor of its own spends, unless it is the one that was right
 * last.
 */
final class Logins {
  private static final int NONCE_BYTES = 18;

  private final Supplier<AccessTable> table;
  private final String virtualHost;
  private final LoginRules rules;
  private final Executor executor;
  private final FailedLogins failures;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param executor refuses what it cannot take, so that a storm of logins holds up nothing else
   */
  Logins(
      Supplier<AccessTable> table,
      String virtualHost,
      LoginRules rules,
      Executor executor,
      FailedLogins failures) {
    this.table = table;
    this.virtualHost = virtualHost;
    this.rules = rules;
    this.executor = executor;
    this.failures = failures;
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
    if (!failures.mayTry(place.address())) {
      return done(tooOften());
    }
    AccessTable now = table.get();
    String user = credentials.get().user();
    if (now.knows(user, credentials.get().password())) {
      // It must not wait for passwords that somebody guesses.
      return done(
          now.refusalOfPlace(user, place.isLoopback()).isEmpty() ? letIn(user, "") : wrong(place));
    }
    try {
      return CompletableFuture.supplyAsync(() -> plain(credentials.get(), place), executor);
    } catch (RejectedExecutionException full) {
      return done(refused(Codes.UNAVAILABLE, "too many log in at once"));
    }
  }

  private LoginOutcome plain(Credentials credentials, ClientPlace place) {
    // Again: all that came together may have waited here together.
    if (!failures.mayTry(place.address())) {
      return tooOften();
    }
    String user = credentials.user();
    boolean isRight =
        table.get().refusalOfLogin(user, credentials.password(), place.isLoopback()).isEmpty();
    return isRight ? letIn(user, "") : wrong(place);
  }

  /** The client begins a login by SCRAM; empty if it does not say how that should be. */
  Optional<ScramLogin> begin(byte[] first) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    return table.get().scramLogin(first, Base64.getEncoder().encodeToString(nonce));
  }

  /** The client proves that it knows the password. */
  LoginOutcome finish(ScramLogin login, byte[] last, ClientPlace place) {
    if (!failures.mayTry(place.address())) {
      return tooOften();
    }
    boolean mayBeThere = table.get().refusalOfPlace(login.user(), place.isLoopback()).isEmpty();
    return login
        .answer(last)
        .filter(answer -> mayBeThere)
        .map(answer -> letIn(login.user(), answer))
        .orElseGet(() -> wrong(place));
  }

  /** The client sends the digest of a password, and nothing else. */
  LoginOutcome old(byte[] body, ClientPlace place) {
    if (rules.oldAuth().isEmpty()) {
      return refused(Codes.BAD_REQUEST, "the mechanism is SCRAM-SHA-256 or PLAIN");
    }
    if (!failures.mayTry(place.address())) {
      return tooOften();
    }
    OldAuth old = rules.oldAuth().get();
    boolean isRight =
        old.isRight(body) && table.get().refusalOfPlace(old.user(), place.isLoopback()).isEmpty();
    return isRight ? letIn(old.user(), "") : wrong(place);
  }

  private LoginOutcome letIn(String user, String words) {
    return table.get().mayEnter(user, virtualHost)
        ? new LoginOutcome.LetIn(new Identity(user, virtualHost, table), words)
        : refused(Codes.FORBIDDEN, "no permission for the virtual host");
  }

  private LoginOutcome wrong(ClientPlace place) {
    failures.failed(place.address());
    return refused(Codes.UNAUTHORIZED, "wrong user or password");
  }

  private static LoginOutcome tooOften() {
    return refused(Codes.TOO_MANY, "too many wrong passwords from this address: wait");
  }

  static LoginOutcome refused(int code, String why) {
    return new LoginOutcome.Refused(Codes.fault(code, Method.AUTH, why));
  }

  private static CompletableFuture<LoginOutcome> done(LoginOutcome outcome) {
    return CompletableFuture.completedFuture(outcome);
  }
}
