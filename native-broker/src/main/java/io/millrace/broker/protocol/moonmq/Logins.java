package io.millrace.broker.protocol.moonmq;

import io.millrace.broker.security.AccessTable;
import io.millrace.client.codec.Frame;
import io.millrace.client.codec.Method;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * Lets clients in that say who they are. From any thread, never blocks: to check a password takes
 * tens of milliseconds, which an executor of its own spends.
 */
final class Logins {
  private final Supplier<AccessTable> table;
  private final String virtualHost;
  private final Executor executor;

  /**
   * @param executor refuses what it cannot take, so that a storm of logins holds up nothing else
   */
  Logins(Supplier<AccessTable> table, String virtualHost, Executor executor) {
    this.table = table;
    this.virtualHost = virtualHost;
    this.executor = executor;
  }

  CompletableFuture<LoginOutcome> logIn(Frame.Auth auth, SocketAddress from) {
    Optional<Credentials> credentials =
        auth.mechanism().equalsIgnoreCase(Credentials.PLAIN)
            ? Credentials.ofPlain(auth.body())
            : Optional.empty();
    if (credentials.isEmpty()) {
      return CompletableFuture.completedFuture(
          refused(Codes.BAD_REQUEST, "the mechanism is PLAIN: NUL user NUL password"));
    }
    try {
      return CompletableFuture.supplyAsync(
          () -> outcome(credentials.get(), isLoopback(from)), executor);
    } catch (RejectedExecutionException full) {
      return CompletableFuture.completedFuture(
          refused(Codes.UNAVAILABLE, "too many log in at once"));
    }
  }

  private LoginOutcome outcome(Credentials credentials, boolean isLoopback) {
    AccessTable now = table.get();
    boolean isRefused =
        now.refusalOfLogin(credentials.user(), credentials.password(), isLoopback).isPresent();
    if (isRefused) {
      return refused(Codes.UNAUTHORIZED, "wrong user or password");
    }
    return now.mayEnter(credentials.user(), virtualHost)
        ? new LoginOutcome.LetIn(new Identity(credentials.user(), virtualHost, table))
        : refused(Codes.FORBIDDEN, "no permission for the virtual host");
  }

  private static LoginOutcome refused(int code, String why) {
    return new LoginOutcome.Refused(Codes.fault(code, Method.AUTH, why));
  }

  private static boolean isLoopback(SocketAddress from) {
    return !(from instanceof InetSocketAddress inet) || inet.getAddress().isLoopbackAddress();
  }
}
