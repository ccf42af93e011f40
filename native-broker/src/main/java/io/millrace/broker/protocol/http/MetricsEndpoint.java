package io.millrace.broker.protocol.http;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** {@code /metrics}. */
final class MetricsEndpoint implements Endpoint {
  private static final int OK = 200;

  private final Scrape meters;

  MetricsEndpoint(Scrape meters) {
    this.meters = meters;
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
    return meters.scrape().thenApply(text -> Response.text(OK, Scrape.PROMETHEUS_TEXT, text));
  }
}
