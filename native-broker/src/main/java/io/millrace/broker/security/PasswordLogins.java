package io.millrace.broker.security;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Looks at the passwords that clients show, whatever their protocol. From any thread, never blocks:
 * to check a password takes tens of milliseconds, which an executor of its own spends, unless it is
 * the one that was right last.
 */
public final class PasswordLogins {
  private static final int NONCE_BYTES = 18;

  private final Supplier<AccessTable> table;
  private final Executor executor;
  private final FailedLogins failures;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param executor refuses what it cannot take, so that a storm of logins holds up nothing else
   */
  public PasswordLogins(Supplier<AccessTable> table, Executor executor, FailedLogins failures) {
    this.table = table;
    this.executor = executor;
    this.failures = failures;
  }

  /** Users and what they may do, as it is now. */
  public AccessTable table() {
    return table.get();
  }

  /** The client shows its password. */
  public CompletableFuture<LoginVerdict> check(Credentials shown, ClientPlace place) {
    if (!failures.mayTry(place.address())) {
      return CompletableFuture.completedFuture(LoginVerdict.TOO_MANY_WRONG);
    }
    AccessTable now = table.get();
    if (now.knows(shown.user(), shown.password())) {
      // It must not wait for passwords that somebody guesses.
      return CompletableFuture.completedFuture(judge(shown.user(), () -> true, place));
    }
    try {
      return CompletableFuture.supplyAsync(() -> checkNow(shown, place), executor);
    } catch (RejectedExecutionException full) {
      return CompletableFuture.completedFuture(LoginVerdict.BUSY);
    }
  }

  private LoginVerdict checkNow(Credentials shown, ClientPlace place) {
    // Whether it may try is asked again: all that came together may have waited here together.
    return judge(
        shown.user(),
        () ->
            table
                .get()
                .refusalOfLogin(shown.user(), shown.password(), place.isLoopback())
                .isEmpty(),
        place);
  }

  /** The client begins a login by SCRAM; empty if it does not say how that should be. */
  public Optional<ScramLogin> begin(byte[] first) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    return table.get().scramLogin(first, Base64.getEncoder().encodeToString(nonce));
  }

  /**
   * The client proves that it knows something.
   *
   * @param isRight whether it does; not asked if there were too many wrong proofs from there
   */
  public LoginVerdict judge(String user, BooleanSupplier isRight, ClientPlace place) {
    if (!failures.mayTry(place.address())) {
      return LoginVerdict.TOO_MANY_WRONG;
    }
    boolean mayBeThere = table.get().refusalOfPlace(user, place.isLoopback()).isEmpty();
    if (isRight.getAsBoolean() && mayBeThere) {
      return LoginVerdict.RIGHT;
    }
    failures.failed(place.address());
    return LoginVerdict.WRONG;
  }
}
