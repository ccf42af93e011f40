package io.millrace.daemon.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.millrace.daemon.pipeline.Reloader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** An admin server over fake pipelines, on a free port. */
public final class Daemon implements AutoCloseable {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  public final FakePipelines pipelines = new FakePipelines();
  public final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  public volatile Reloader reloader = () -> List.of("mail: consumers 4 -> 8");
  private final AdminServer server;

  public Daemon() throws IOException {
    this(AdminSettings.DEFAULT);
  }

  public Daemon(AdminSettings settings) throws IOException {
    new ProcessMeters("1.2.3").bindTo(meters);
    server =
        AdminServer.start(
            settings.withPort(0),
            new AdminParts(pipelines, () -> reloader.reload(), meters, "1.2.3"));
  }

  public URI uri() {
    return server.uri();
  }

  public int port() {
    return server.port();
  }

  HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(uri().resolve(path));
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(to(path).GET());
  }

  HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
    return send(to(path).POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** The body of an answer that must have this status. */
  static JsonNode json(HttpResponse<String> response, int status) throws IOException {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    return Json.read(response.body().getBytes(StandardCharsets.UTF_8));
  }

  /** What the server sends back to these bytes until it closes the connection. */
  String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
