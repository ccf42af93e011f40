package io.millrace.daemon.handler.http;

import static io.millrace.daemon.fixture.Fixtures.context;
import static io.millrace.daemon.fixture.Fixtures.message;
import static io.millrace.daemon.fixture.Fixtures.messages;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.millrace.daemon.fixture.MapOptions;
import io.millrace.daemon.sink.http.HttpSinkType;
import io.millrace.daemon.spi.Sink;
import io.millrace.queue.Consumer;
import io.millrace.queue.Message;
import io.millrace.queue.Outcome;
import io.millrace.queue.PushException;
import io.millrace.queue.QueueConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HttpHandlerTest {
  @TempDir Path directory;

  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final List<String> headers = new CopyOnWriteArrayList<>();
  private HttpServer server;

  /** Answers with the status that the body begins with, 200 if with none. */
  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          bodies.add(body);
          headers.add(
              exchange.getRequestHeaders().getFirst("Authorization")
                  + " "
                  + exchange.getRequestHeaders().getFirst("Millrace-Key"));
          int status =
              body.matches("(?s)[345]\\d\\d.*") ? Integer.parseInt(body.substring(0, 3)) : 200;
          if (body.contains("after 7")) {
            exchange.getResponseHeaders().set("Retry-After", "7");
          }
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void theStatusDecides() throws Exception {
    Consumer<byte[]> consumer = handler("url", url());

    assertThat(consumer.consume(message("hello"))).isEqualTo(Outcome.ack());
    for (int status : new int[] {408, 425, 429, 500, 503}) {
      assertThat(consumer.consume(message(status + "")))
          .isEqualTo(Outcome.retry("POST " + url() + " answered " + status));
    }
    for (int status : new int[] {302, 400, 404, 422}) {
      assertThat(consumer.consume(message(status + "")))
          .isEqualTo(Outcome.deadLetter("POST " + url() + " answered " + status));
    }
    assertThat(consumer.consume(message("429 after 7")))
        .isEqualTo(Outcome.retry(Duration.ofSeconds(7)));
  }

  @Test
  void namesTheTargetWithoutItsSecrets() throws Exception {
    String secret = url().replace("://", "://me:hidden@") + "hook?token=hidden";
    Consumer<byte[]> consumer = handler("url", secret);

    assertThat(consumer.consume(message("503")))
        .isEqualTo(Outcome.retry("POST " + url() + "hook answered 503"));
  }

  @Test
  void aFailedConnectionIsRetried() throws Exception {
    Consumer<byte[]> consumer = handler("url", url());
    server.stop(0);

    assertThat(consumer.consume(message("hello"))).isInstanceOf(Outcome.Retry.class);
  }

  @Test
  void sendsTheKeyAndTheToken() throws Exception {
    Message<byte[]> keyed = message("hello").toBuilder().key("k1").build();

    handler("url", url(), "token", "secret").consume(keyed);

    assertThat(headers).containsExactly("Bearer secret k1");
  }

  @Test
  void theSinkSaysWhichMessagesWereNotTaken() throws Exception {
    try (Sink sink =
        new HttpSinkType().configure(MapOptions.of("url", url()), context(directory))) {
      assertThatThrownBy(() -> sink.pusher().push(messages("a", "404", "b", "400")))
          .hasMessageContaining("answered 400")
          .isInstanceOfSatisfying(
              PushException.class, e -> assertThat(e.failed().stream()).containsExactly(1, 3));
    }
    assertThat(bodies).containsExactly("a", "404", "b", "400");
  }

  @Test
  void theSinkDoesNotLetMessagesOvertakeOneThatHasToWait() throws Exception {
    try (Sink sink =
        new HttpSinkType().configure(MapOptions.of("url", url()), context(directory))) {
      assertThatThrownBy(() -> sink.pusher().push(messages("a", "503", "b", "c")))
          .hasMessageContaining("answered 503")
          .isInstanceOfSatisfying(
              PushException.class, e -> assertThat(e.failed().stream()).containsExactly(1, 2, 3));
    }
    assertThat(bodies).containsExactly("a", "503");
  }

  @Test
  void theSinkPostsABatchAsLines() throws Exception {
    try (Sink sink =
        new HttpSinkType()
            .configure(MapOptions.of("url", url(), "batch", true), context(directory))) {
      sink.pusher().push(messages("a", "b"));
    }

    assertThat(bodies).containsExactly("a\nb\n");
  }

  @Test
  void aWrongUrlOrHeaderIsAConfigurationErrorThatKeepsTheSecret() {
    assertThatThrownBy(() -> handler("url", "ftp://x/")).hasMessageContaining("http://host/path");
    assertThatThrownBy(() -> handler("url", "http://a b/")).hasMessageContaining("is not a URL");
    assertThatThrownBy(() -> handler("url", url(), "headers", Map.of("X", "se\ncret")))
        .hasMessageContaining("X cannot be set")
        .hasMessageNotContaining("cret");
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  private Consumer<byte[]> handler(Object... options) throws Exception {
    QueueConfig.Handler<byte[]> consumers =
        new HttpHandlerType().configure(MapOptions.of(options), context(directory)).consumers();
    return ((QueueConfig.Single<byte[]>) consumers).factory().create();
  }
}
