package io.millrace.broker.protocol.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.broker.protocol.moonmq.MoonmqSettings;
import io.millrace.broker.server.Broker;
import io.millrace.broker.server.BrokerSettings;
import io.millrace.broker.transport.Endpoint;
import io.millrace.broker.vhost.QueueFacts;
import io.millrace.broker.vhost.VirtualHost;
import io.millrace.broker.vhost.VirtualHosts;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A broker that listens for HTTP, and the HTTP client of the JDK. */
final class HttpBroker implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  final Broker broker;
  private final HttpClient client = HttpClient.newHttpClient();
  private Optional<String> authorization = Optional.empty();

  HttpBroker(BrokerSettings settings) throws IOException {
    broker = Broker.start(settings);
  }

  /** In memory, and nobody has to log in. */
  static HttpBroker start() throws IOException {
    return new HttpBroker(open());
  }

  static BrokerSettings open() {
    return withLogin().withMoonmq(MoonmqSettings.DEFAULT.withoutAuthentication());
  }

  static BrokerSettings withLogin() {
    return BrokerSettings.embedded()
        .withHttp(HttpSettings.DEFAULT.withEndpoints(100, Endpoint.loopback(0)));
  }

  /** Requests are made as that user from now on. */
  HttpBroker as(String user, String password) {
    authorization =
        Optional.of(
            "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8)));
    return this;
  }

  String url(String path) {
    InetSocketAddress address = (InetSocketAddress) broker.httpEndpoints().get(0).address();
    return "http://127.0.0.1:" + address.getPort() + path;
  }

  HttpResponse<String> post(String path, String body) throws Exception {
    return send("POST", path, body.getBytes(UTF_8));
  }

  HttpResponse<String> get(String path) throws Exception {
    return send("GET", path, new byte[0]);
  }

  HttpResponse<String> delete(String path) throws Exception {
    return send("DELETE", path, new byte[0]);
  }

  HttpResponse<String> send(String method, String path, byte[] body) throws Exception {
    return client.send(request(method, path, body), BodyHandlers.ofString());
  }

  CompletableFuture<HttpResponse<String>> getLater(String path) {
    return client.sendAsync(request("GET", path, new byte[0]), BodyHandlers.ofString());
  }

  private HttpRequest request(String method, String path, byte[] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url(path)))
            .timeout(DEADLINE)
            .method(
                method,
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    authorization.ifPresent(value -> request.header("Authorization", value));
    return request.build();
  }

  /** A connection for whoever does not talk HTTP as one should. */
  SocketChannel socket() throws IOException {
    return SocketChannel.open(broker.httpEndpoints().get(0).address());
  }

  VirtualHost host() {
    return broker.virtualHosts().host(VirtualHosts.DEFAULT_NAME).orElseThrow();
  }

  QueueFacts facts(String queue) {
    return host().queue(queue, 0).join().value().orElseThrow();
  }

  @Override
  public void close() throws IOException {
    broker.close();
  }
}
