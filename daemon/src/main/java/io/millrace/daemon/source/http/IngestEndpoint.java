package io.millrace.daemon.source.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.millrace.queue.Settlement;
import java.io.IOException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * Answers requests: 202 once the messages are in the queue, or 200 once they are handled if so
 * configured. Threads: any; blocks the request's thread.
 */
final class IngestEndpoint implements HttpHandler {
  private static final Duration LONGEST_HAND_OVER = Duration.ofSeconds(30);

  private final HttpSourceSettings settings;
  private final HandOver handOver;
  private final BooleanSupplier isPaused;
  private final IngestBody body;
  private final BodyBudget budget;

  /** Posts whose bodies are there; those that are still being received do not count. */
  private final Semaphore served;

  IngestEndpoint(HttpSourceSettings settings, HandOver handOver, BooleanSupplier isPaused) {
    this.settings = settings;
    this.handOver = handOver;
    this.isPaused = isPaused;
    body = new IngestBody(settings);
    budget = new BodyBudget((long) settings.threads() * settings.maxBody());
    served = new Semaphore(settings.threads(), true);
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer = answer(exchange);
      byte[] text = (answer.text() + "\n").getBytes(UTF_8);
      answer
          .header()
          .ifPresent(header -> exchange.getResponseHeaders().set(header.name(), header.value()));
      exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
      exchange.sendResponseHeaders(answer.status(), text.length);
      exchange.getResponseBody().write(text);
    } catch (InterruptedException e) {
      // The listener is closing: the connection ends without an answer, and the client may try
      // again.
      Thread.currentThread().interrupt();
    }
  }

  private record Header(String name, String value) {}

  private record Answer(int status, String text, Optional<Header> header) {
    Answer(int status, String text) {
      this(status, text, Optional.empty());
    }

    Answer(int status, String text, String name, String value) {
      this(status, text, Optional.of(new Header(name, value)));
    }
  }

  private Answer answer(HttpExchange exchange) throws IOException, InterruptedException {
    if (!exchange.getRequestURI().getPath().equals(settings.path())) {
      return new Answer(404, "messages are posted to " + settings.path());
    }
    Headers request = exchange.getRequestHeaders();
    if (settings.origins().refuses(request)) {
      return new Answer(403, "a web page may post only if its origin is named under 'origins'");
    }
    settings.origins().origin(request).ifPresent(origin -> admitPage(exchange, origin));
    if (exchange.getRequestMethod().equals("OPTIONS")
        && request.containsKey("Access-Control-Request-Method")) {
      return new Answer(200, "POST is possible");
    }
    if (!exchange.getRequestMethod().equals("POST")) {
      return new Answer(405, "only POST", "Allow", "POST");
    }
    if (!isAllowed(exchange)) {
      return new Answer(401, "a bearer token is needed", "WWW-Authenticate", "Bearer");
    }
    if (isPaused.getAsBoolean()) {
      return paused();
    }
    try (BodyBudget.Share share = budget.share()) {
      return serve(new Ingest(body.read(exchange, share)));
    } catch (IngestBody.RefusedException e) {
      String why = String.valueOf(e.getMessage());
      return switch (e.status()) {
        case 413 -> new Answer(413, why, "Connection", "close");
        case 429 -> new Answer(429, why, "Retry-After", "1");
        default -> new Answer(e.status(), why);
      };
    }
  }

  private Answer serve(Ingest ingest) throws InterruptedException {
    Duration limit =
        settings.untilSettled() ? settings.settleTimeout() : settings.handOverTimeout();
    if (!served.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS)) {
      return new Answer(
          429, settings.threads() + " posts are being served already", "Retry-After", "1");
    }
    try {
      handOver.offer(ingest);
      return awaitHandOver(ingest);
    } finally {
      served.release();
    }
  }

  private Answer awaitHandOver(Ingest ingest) throws InterruptedException {
    try {
      if (!isDone(ingest.handedOver(), settings.handOverTimeout())) {
        if (ingest.withdraw()) {
          handOver.remove(ingest);
          return isPaused.getAsBoolean()
              ? paused()
              : new Answer(429, "the pipeline is full", "Retry-After", "1");
        }
        // Some of its messages are in the queue: the others follow as there is room.
        if (!isDone(ingest.handedOver(), LONGEST_HAND_OVER)) {
          return new Answer(503, "only a part of the messages was taken", "Retry-After", "1");
        }
      }
      if (!settings.untilSettled()) {
        return new Answer(202, "queued");
      }
      if (!isDone(ingest.settled(), settings.settleTimeout())) {
        return new Answer(504, "not handled in time; it still may be");
      }
      return settled(ingest.settled().get());
    } catch (ExecutionException e) {
      return new Answer(
          503, String.valueOf(requireNonNull(e.getCause()).getMessage()), "Retry-After", "1");
    }
  }

  /** Tells the browser that the page may post and see the answer. */
  private void admitPage(HttpExchange exchange, String origin) {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Access-Control-Allow-Origin", origin);
    headers.set("Vary", "Origin");
    headers.set("Access-Control-Allow-Methods", "POST");
    headers.set(
        "Access-Control-Allow-Headers",
        "Authorization, Content-Type" + settings.keyHeader().map(name -> ", " + name).orElse(""));
  }

  /** An operator's pause lasts longer than a full queue, and is not the client's fault. */
  private static Answer paused() {
    return new Answer(503, "the pipeline is paused", "Retry-After", "10");
  }

  private static Answer settled(Settlement.Kind kind) {
    return switch (kind) {
      case ACKED -> new Answer(200, "handled");
      case REJECTED -> new Answer(500, "rejected by the handler");
      case DEAD_LETTERED -> new Answer(500, "given up: it is with the dead letters");
      case RETURNED -> new Answer(503, "not handled: the pipeline is stopping", "Retry-After", "1");
    };
  }

  private static boolean isDone(CompletableFuture<?> future, Duration timeout)
      throws InterruptedException, ExecutionException {
    try {
      future.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    }
  }

  private boolean isAllowed(HttpExchange exchange) {
    if (settings.token().isEmpty()) {
      return true;
    }
    String given = exchange.getRequestHeaders().getFirst("Authorization");
    byte[] wanted = ("Bearer " + settings.token().get()).getBytes(UTF_8);
    // Takes as long for a wrong token as for a right one.
    return given != null && MessageDigest.isEqual(given.getBytes(UTF_8), wanted);
  }
}
