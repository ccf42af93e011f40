package io.millrace.daemon.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.Authenticator;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code millrace broker}, in a thread of its own. */
final class StartedBroker implements AutoCloseable {
  private static final Pattern HTTP = Pattern.compile("HTTP at (127\\.0\\.0\\.1:[0-9]+)");

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final CompletableFuture<IntConsumer> stop = new CompletableFuture<>();
  private final CompletableFuture<Integer> code;

  StartedBroker(String... arguments) {
    this(Map.of(), arguments);
  }

  StartedBroker(Map<String, String> variables, String... arguments) {
    Map<String, String> environment = new HashMap<>(variables);
    environment.put("TERM", "dumb");
    environment.put("MILLRACE_LOG_FORMAT", "text");
    CommandContext context =
        new CommandContext(
            environment,
            new PrintStream(new ByteArrayOutputStream(), true, UTF_8),
            new PrintStream(err, true, UTF_8),
            (onStop, onReload) -> stop.complete(onStop));
    String[] all = Stream.concat(Stream.of("broker"), Stream.of(arguments)).toArray(String[]::new);
    code = CompletableFuture.supplyAsync(() -> Main.execute(context, all));
  }

  /** On free ports. */
  static StartedBroker start(String... arguments) {
    StartedBroker run =
        new StartedBroker(
            Stream.concat(
                    Stream.of(
                        "--addr=127.0.0.1:0", "--amqp_addr=127.0.0.1:0", "--http_addr=127.0.0.1:0"),
                    Stream.of(arguments))
                .toArray(String[]::new));
    run.awaitStart();
    return run;
  }

  void awaitStart() {
    await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(
            () -> {
              assertThat(code.isDone()).as(shown()).isFalse();
              assertThat(shown()).contains(", configuration ");
            });
  }

  int exitCode() throws Exception {
    return code.get(120, TimeUnit.SECONDS);
  }

  int stop() throws Exception {
    stop.get(60, TimeUnit.SECONDS).accept(Signals.TERMINATE);
    return exitCode();
  }

  String shown() {
    return err.toString(UTF_8);
  }

  HttpResponse<String> post(String user, String password, String path, String body)
      throws Exception {
    return send(user, password, request(path).POST(BodyPublishers.ofString(body)));
  }

  HttpResponse<String> get(String user, String password, String path) throws Exception {
    return send(user, password, request(path).GET());
  }

  /** Publishes where nobody has to log in, and gives the status. */
  int publish(String queue, String routingKey, String body) throws Exception {
    return post("", "", path(queue, routingKey), body).statusCode();
  }

  /** The next message, where nobody has to log in; empty text if there is none. */
  String take(String queue, String routingKey) throws Exception {
    return get("", "", path(queue, routingKey) + "&wait=0").body();
  }

  private static String path(String queue, String routingKey) {
    return "/msg?queue=" + queue + "&routing_key=" + URLEncoder.encode(routingKey, UTF_8);
  }

  /** Where it listens for HTTP, as {@code host:port}. */
  String httpAddress() {
    Matcher http = HTTP.matcher(shown());
    assertThat(http.find()).as(shown()).isTrue();
    return http.group(1);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://" + httpAddress() + path));
  }

  private static HttpResponse<String> send(
      String user, String password, HttpRequest.Builder request) throws Exception {
    HttpClient.Builder client = HttpClient.newBuilder();
    if (!user.isEmpty()) {
      client.authenticator(
          new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
              return new PasswordAuthentication(user, password.toCharArray());
            }
          });
    }
    return client.build().send(request.build(), BodyHandlers.ofString());
  }

  @Override
  public void close() throws Exception {
    if (!code.isDone()) {
      stop();
    }
  }
}
