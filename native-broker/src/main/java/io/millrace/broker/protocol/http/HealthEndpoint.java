package io.millrace.broker.protocol.http;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * {@code /healthz}, {@code /readyz} and {@code /attendance}: 200, or 503 with the reason in words.
 */
final class HealthEndpoint implements Endpoint {
  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;

  private final Supplier<Optional<String>> problem;
  private final Supplier<Optional<String>> remark;

  /**
   * @param remark what is to be said though it is well
   */
  HealthEndpoint(Supplier<Optional<String>> problem, Supplier<Optional<String>> remark) {
    this.problem = problem;
    this.remark = remark;
  }

  @Override
  public List<String> methods() {
    return List.of("GET");
  }

  @Override
  public boolean asksWho() {
    return false;
  }

  @Override
  public CompletableFuture<Response> answer(Request request) {
    return CompletableFuture.completedFuture(
        problem
            .get()
            .map(why -> Response.text(UNAVAILABLE, why))
            .orElseGet(() -> Response.text(OK, remark.get().map(HealthEndpoint::ok).orElse("ok"))));
  }

  private static String ok(String but) {
    return "ok, but " + but;
  }
}
