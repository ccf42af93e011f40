package io.millrace.daemon.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the route of a request, has it checked and answered, and writes the answer. */
final class Router implements HttpHandler {
  private static final Logger log = LoggerFactory.getLogger(Router.class);
  private static final int MAX_BODY_BYTES = 64 * 1024;

  private final List<Route> routes;
  private final Guard guard;

  Router(List<Route> routes, Guard guard) {
    this.routes = List.copyOf(routes);
    this.guard = guard;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      write(exchange, respond(exchange));
    }
  }

  private Response respond(HttpExchange exchange) throws IOException {
    String method = exchange.getRequestMethod();
    String path = exchange.getRequestURI().getRawPath();
    TreeSet<String> allowed = new TreeSet<>();
    for (Route route : routes) {
      Optional<Map<String, String>> variables = variables(route, path);
      if (variables.isPresent()) {
        if (route.answers(method)) {
          return admit(route, exchange, variables.get());
        }
        allowed.addAll(
            route.method().equals("GET") ? List.of("GET", "HEAD") : List.of(route.method()));
      }
    }
    if (allowed.isEmpty()) {
      return Response.problem(
          404, "there is nothing at " + path, "GET /openapi.yaml lists what there is");
    }
    String methods = String.join(", ", allowed);
    return Response.problem(405, path + " does not answer " + method, "use " + methods)
        .withHeader("Allow", methods);
  }

  private static Optional<Map<String, String>> variables(Route route, String path) {
    try {
      return route.path().match(path);
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // a broken percent escape names nothing
    }
  }

  private Response admit(Route route, HttpExchange exchange, Map<String, String> variables)
      throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
    if (body.length > MAX_BODY_BYTES) {
      return Response.problem(
              413, "the body is larger than " + MAX_BODY_BYTES + " bytes", "send less")
          .withHeader("Connection", "close");
    }
    Request request =
        new Request(
            exchange.getRequestMethod(),
            exchange.getRequestURI().getPath(),
            variables,
            exchange.getRequestHeaders(),
            body);
    return guard.refusal(route, request).orElseGet(() -> answer(route, request));
  }

  private static Response answer(Route route, Request request) {
    try {
      return route.endpoint().answer(request);
    } catch (Exception e) {
      log.error("{} {} failed", request.method(), request.path(), e);
      return Response.problem(
          500, "the request failed: " + e.getClass().getSimpleName(), "see the log of the process");
    }
  }

  private static void write(HttpExchange exchange, Response response) throws IOException {
    var headers = exchange.getResponseHeaders();
    headers.set("Content-Type", response.contentType());
    headers.set("Cache-Control", "no-store");
    headers.set("X-Content-Type-Options", "nosniff");
    response.headers().forEach(headers::set);
    byte[] body = response.body();
    if (exchange.getRequestMethod().equals("HEAD")) {
      headers.set("Content-Length", Integer.toString(body.length));
      exchange.sendResponseHeaders(response.status(), -1);
      return;
    }
    exchange.sendResponseHeaders(response.status(), body.length == 0 ? -1 : body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }
}
