package io.millrace.broker.protocol.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.broker.protocol.moonmq.Identity;
import io.millrace.broker.protocol.moonmq.LoginOutcome;
import io.millrace.broker.protocol.moonmq.MoonmqFront;
import io.millrace.client.codec.Frame;
import io.millrace.client.codec.Frame.Fault;
import java.net.SocketAddress;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Lets clients in by HTTP's Basic authentication (RFC 7617), which they repeat with each request.
 *
 * <p><b>Threads:</b> any; never blocks.
 */
final class BasicLogins {
  private static final String SCHEME = "Basic ";
  private static final int UNAUTHORIZED = 401;
  private static final char COLON = ':';
  private static final String NUL = "\0";

  private final MoonmqFront front;

  BasicLogins(MoonmqFront front) {
    this.front = front;
  }

  /**
   * @param authorization the header; empty if there is none
   * @param encrypted whether nobody between can read it
   */
  CompletableFuture<LoginOutcome> logIn(
      String authorization, SocketAddress from, boolean encrypted) {
    Optional<Identity> anybody = front.identityOfAnybody();
    if (anybody.isPresent()) {
      return done(new LoginOutcome.LetIn(anybody.get()));
    }
    Optional<Credentials> credentials = credentials(authorization);
    if (credentials.isEmpty()) {
      return done(
          new LoginOutcome.Refused(
              new Fault(UNAUTHORIZED, Fault.NO_METHOD, "user and password are needed")));
    }
    return front.login(from, encrypted).next(new Frame.Auth("PLAIN", credentials.get().plain()));
  }

  private static CompletableFuture<LoginOutcome> done(LoginOutcome outcome) {
    return CompletableFuture.completedFuture(outcome);
  }

  /** What {@code Basic base64(user:password)} says; empty if it is none. */
  private static Optional<Credentials> credentials(String authorization) {
    if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Optional.empty();
    }
    try {
      String both =
          new String(
              Base64.getDecoder().decode(authorization.substring(SCHEME.length()).strip()), UTF_8);
      int colon = both.indexOf(COLON);
      return colon < 0 || both.indexOf(NUL) >= 0
          ? Optional.empty()
          : Optional.of(new Credentials(both.substring(0, colon), both.substring(colon + 1)));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  private record Credentials(String user, String password) {
    /** As the push protocol has them (RFC 4616). */
    byte[] plain() {
      return (NUL + user + NUL + password).getBytes(UTF_8);
    }

    /** Without the secret. */
    @Override
    public String toString() {
      return "Credentials[" + user + "]";
    }
  }
}
