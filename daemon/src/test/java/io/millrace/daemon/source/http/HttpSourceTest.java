package io.millrace.daemon.source.http;

import static io.millrace.daemon.fixture.Fixtures.texts;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.daemon.fixture.HandFetch;
import io.millrace.daemon.fixture.MapOptions;
import io.millrace.queue.Message;
import io.millrace.queue.Producer;
import io.millrace.queue.Settlement;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HttpSourceTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private HttpSource source;
  private Producer<byte[]> producer;

  @AfterEach
  void stop() throws Exception {
    if (producer != null) {
      producer.close();
      source.close();
    }
  }

  @Test
  void answers202OnceTheMessageIsHandedOver() throws Exception {
    open("key-header", "X-Key");
    CompletableFuture<HttpResponse<String>> answer = post("/in", "hello", "X-Key", "k");

    List<Message<byte[]>> messages = fetch(1);

    assertThat(answer.get().statusCode()).isEqualTo(202);
    assertThat(texts(messages)).containsExactly("hello");
    assertThat(messages.get(0).key()).contains("k");
  }

  @Test
  void takesTheKeyFromTheQuery() throws Exception {
    open("key-query", "k");
    CompletableFuture<HttpResponse<String>> answer = post("/in?a=1&k=x%20y", "hello");

    assertThat(fetch(1).get(0).key()).contains("x y");
    assertThat(answer.get().statusCode()).isEqualTo(202);
  }

  @Test
  void linesOfNdjsonAreMessagesAndAllOrNoneAreTaken() throws Exception {
    open();
    CompletableFuture<HttpResponse<String>> good =
        post("/in", "{\"a\":1}\n\n{\"a\":2}", "Content-Type", "application/x-ndjson");
    assertThat(texts(fetch(2))).containsExactly("{\"a\":1}", "{\"a\":2}");
    assertThat(good.get().statusCode()).isEqualTo(202);

    HttpResponse<String> bad =
        post("/in", "{\"a\":1}\nnot\n", "Content-Type", "application/x-ndjson").get();
    assertThat(bad.statusCode()).isEqualTo(400);
    assertThat(bad.body()).contains("line 2");
    assertThat(HandFetch.once(producer, 10)).isEmpty();
  }

  @Test
  void answers429WhenTheQueueTakesNothing() throws Exception {
    open("hand-over-timeout", Duration.ofMillis(50));

    HttpResponse<String> answer = post("/in", "hello").get();

    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.headers().firstValue("Retry-After")).contains("1");
    assertThat(HandFetch.once(producer, 10)).isEmpty();
  }

  @Test
  void slowClientsHoldUpNobody() throws Exception {
    open("threads", 2, "hand-over-timeout", Duration.ofSeconds(20));
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 40; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), source.port());
        slow.add(socket);
        String half =
            "POST /in HTTP/1.1\r\nHost: x\r\n" + (i % 2 == 0 ? "" : "Content-Length: 9\r\n\r\nhal");
        socket.getOutputStream().write(half.getBytes(UTF_8));
      }
      CompletableFuture<HttpResponse<String>> answer = post("/in", "hello");

      assertThat(texts(fetch(1))).containsExactly("hello");

      assertThat(answer.get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(202);
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void answers429WhenAsManyPostsAsAllowedAreServed() throws Exception {
    open("threads", 1, "wait", "settled", "settle-timeout", Duration.ofMillis(300));
    CompletableFuture<HttpResponse<String>> first = post("/in", "hello");
    fetch(1);

    HttpResponse<String> second = post("/in", "hello").get();

    assertThat(List.of(first.get().statusCode(), second.statusCode())).contains(504);
    assertThat(HandFetch.once(producer, 10)).isEmpty();
  }

  @Test
  void takesNoMoreBytesThanAsManyPostsAsAllowedMayHave() throws Exception {
    open("threads", 1, "max-body", 10, "hand-over-timeout", Duration.ofSeconds(20));
    CompletableFuture<HttpResponse<String>> first = post("/in", "123456");
    await().until(() -> post("/in", "12345").get(5, TimeUnit.SECONDS).statusCode() == 429);

    assertThat(texts(fetch(1))).containsExactly("123456");

    assertThat(first.get().statusCode()).isEqualTo(202);
    CompletableFuture<HttpResponse<String>> later = post("/in", "1234567890");
    assertThat(texts(fetch(1))).containsExactly("1234567890");
    assertThat(later.get().statusCode()).isEqualTo(202);
  }

  @Test
  void answers503WhileAnOperatorHasPausedThePipeline() throws Exception {
    AtomicBoolean paused = new AtomicBoolean(true);
    source = new HttpSource(settings(), "test");
    source.pausedBy(paused::get);
    producer = source.producers().create(0);

    HttpResponse<String> answer = post("/in", "hello").get();

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("paused");
    assertThat(answer.headers().firstValue("Retry-After")).contains("10");
    paused.set(false);
    CompletableFuture<HttpResponse<String>> later = post("/in", "hello");
    assertThat(texts(fetch(1))).containsExactly("hello");
    assertThat(later.get().statusCode()).isEqualTo(202);
  }

  @Test
  void refusesWhatItCannotTake() throws Exception {
    open("max-body", 10, "token", "secret");

    assertThat(post("/in", "hello").get().statusCode()).isEqualTo(401);
    assertThat(post("/in", "hello", "Authorization", "Bearer wrong").get().statusCode())
        .isEqualTo(401);
    assertThat(post("/in", "x".repeat(11), "Authorization", "Bearer secret").get().statusCode())
        .isEqualTo(413);
    assertThat(post("/in", "", "Authorization", "Bearer secret").get().statusCode()).isEqualTo(400);
    assertThat(post("/in/more", "hello").get().statusCode()).isEqualTo(404);
    HttpRequest get = HttpRequest.newBuilder(uri("/in")).build();
    assertThat(client.send(get, HttpResponse.BodyHandlers.discarding()).statusCode())
        .isEqualTo(405);
  }

  @Test
  void answersByWhatBecameOfTheMessageWhenAskedTo() throws Exception {
    open("wait", "settled");

    assertThat(settledAs(Settlement.Kind.ACKED)).isEqualTo(200);
    assertThat(settledAs(Settlement.Kind.DEAD_LETTERED)).isEqualTo(500);
    assertThat(settledAs(Settlement.Kind.RETURNED)).isEqualTo(503);
  }

  @Test
  void answers504WhenTheMessageIsNotHandledInTime() throws Exception {
    open("wait", "settled", "settle-timeout", Duration.ofMillis(50));
    CompletableFuture<HttpResponse<String>> answer = post("/in", "hello");

    fetch(1);

    assertThat(answer.get().statusCode()).isEqualTo(504);
  }

  @Test
  void aTakenPortIsAClearErrorAndNotReady() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      HttpSource other =
          new HttpSource(settings("host", "0.0.0.0", "port", taken.getLocalPort()), "test");

      assertThatThrownBy(() -> other.producers().create(0))
          .hasMessageContaining("" + taken.getLocalPort());
      assertThat(other.notReady()).isPresent();
    }
  }

  private int settledAs(Settlement.Kind kind) throws Exception {
    CompletableFuture<HttpResponse<String>> answer = post("/in", "hello");
    HandFetch.settle(producer, kind, fetch(1));
    return answer.get().statusCode();
  }

  private List<Message<byte[]>> fetch(int count) throws Exception {
    List<Message<byte[]>> messages = new ArrayList<>();
    while (messages.size() < count) {
      messages.addAll(HandFetch.once(producer, 10));
    }
    return messages;
  }

  private void open(Object... options) throws Exception {
    source = new HttpSource(settings(options), "test");
    producer = source.producers().create(0);
  }

  private static HttpSourceSettings settings(Object... options) {
    List<Object> all = new ArrayList<>(List.of("port", 0, "path", "/in"));
    all.addAll(List.of(options));
    return HttpSourceSettings.from(MapOptions.of(all.toArray()));
  }

  private CompletableFuture<HttpResponse<String>> post(String path, String body, String... headers)
      throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + source.port() + path);
  }
}
