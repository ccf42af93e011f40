package io.millrace.broker.protocol.moonmq;

import io.millrace.broker.security.AccessTable;
import io.millrace.broker.security.ClientPlace;
import io.millrace.broker.security.Credentials;
import io.millrace.broker.security.ScramLogin;
import io.millrace.client.codec.Frame;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The way in of one client, one Auth at a time. For one thread. */
public final class Login {
  private final Logins logins;
  private final ClientPlace place;

  /** Between the two steps of SCRAM. */
  private @Nullable Begun begun;

  /** With users as they were before. */
  private record Begun(ScramLogin login, AccessTable before) {}

  Login(Logins logins, ClientPlace place) {
    this.logins = logins;
    this.place = place;
  }

  /** What comes of the client's next Auth. */
  public CompletableFuture<LoginOutcome> next(Frame.Auth auth) {
    Begun first = begun;
    begun = null;
    String mechanism = auth.mechanism().toUpperCase(Locale.ROOT);
    if (first != null && !mechanism.equals(ScramLogin.MECHANISM)) {
      return done(Logins.refused(Codes.BAD_REQUEST, "another mechanism has begun"));
    }
    return switch (mechanism) {
      case ScramLogin.MECHANISM ->
          done(
              first == null
                  ? begin(auth.body())
                  : logins.finish(first.login(), auth.body(), place, first.before()));
      case Credentials.PLAIN -> logins.plain(auth.body(), place);
      case "" -> done(logins.old(auth.body(), place));
      default -> done(Logins.refused(Codes.BAD_REQUEST, "the mechanism is SCRAM-SHA-256 or PLAIN"));
    };
  }

  private LoginOutcome begin(byte[] first) {
    AccessTable before = logins.accessTable();
    Optional<ScramLogin> login = logins.begin(first);
    if (login.isEmpty()) {
      return Logins.refused(
          Codes.BAD_REQUEST, "SCRAM-SHA-256 begins with n,,n=user,r=nonce and no channel binding");
    }
    begun = new Begun(login.get(), before);
    return new LoginOutcome.GoOn(login.get().challenge());
  }

  private static CompletableFuture<LoginOutcome> done(LoginOutcome outcome) {
    return CompletableFuture.completedFuture(outcome);
  }
}
