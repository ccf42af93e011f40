package io.millrace.broker.protocol.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.protocol.moonmq.MoonmqSettings;
import io.millrace.broker.transport.Endpoint;
import io.millrace.client.codec.FrameLimits;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class BadRequestTest {
  private HttpBroker broker;

  @BeforeEach
  void start() throws IOException {
    MoonmqSettings small =
        MoonmqSettings.DEFAULT
            .withoutAuthentication()
            .withLimits(new FrameLimits(1000, 8 << 10, 200));
    HttpSettings settings =
        HttpSettings.DEFAULT
            .withEndpoints(20, Endpoint.loopback(0))
            .withIdle(Duration.ofSeconds(2));
    broker = new HttpBroker(HttpBroker.open().withMoonmq(small).withHttp(settings));
  }

  @AfterEach
  void end() throws IOException {
    broker.close();
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /msg?queue=q, '', 400, the body is empty",
    "POST, /msg, m, 400, no queue is named",
    "POST, /msg?queue=q&pub_type=topic, m, 400, there is no pub_type 'topic'",
    "POST, /msg?queue=q&confirm=quorum, m, 501, no queue has several members",
    "POST, /msg?queue=q&delay=-1, m, 400, delay is a number from 0 to",
    "GET, /msg, '', 400, no queue is named",
    "GET, /msg?queue=q&wait=61, '', 400, wait is a number from 0 to 60",
    "GET, /msg?queue=q&ack=yes, '', 400, there is no ack 'yes'",
    "DELETE, /msg, '', 405, 'use GET, POST, PUT'",
    "DELETE, /msg/q, '', 404, there is nothing here",
    "POST, /msg/q/1, m, 405, use DELETE",
    "DELETE, /msg/q/1, '', 404, no such message",
    "GET, /, '', 404, there is nothing here",
    "POST, /metrics, m, 405, use GET",
  })
  void saysWhatIsWrong(String method, String path, String body, int status, String text)
      throws Exception {
    HttpResponse<String> response = broker.send(method, path, body.getBytes(US_ASCII));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.body()).contains(text);
  }

  @Test
  void aNameThatIsTooLongIsRefused() throws Exception {
    HttpResponse<String> response = broker.post("/msg?queue=" + "x".repeat(201), "m");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("queue is longer than 200 bytes");
  }

  @Test
  void aBodyThatIsTooLargeIsRefusedBeforeItCame() throws Exception {
    assertThat(answer("POST /msg?queue=q HTTP/1.1\r\nHost: b\r\nContent-Length: 1001\r\n\r\n"))
        .startsWith("HTTP/1.1 413 ")
        .contains("a body is at most 1000 bytes");
    assertThat(
            answer(
                "POST /msg?queue=q HTTP/1.1\r\nHost: b\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + ("1f4\r\n" + "x".repeat(500) + "\r\n").repeat(3)))
        .startsWith("HTTP/1.1 413 ");
  }

  @Test
  void whatIsNoHttpIsRefusedAndTheNextClientIsServed() throws Exception {
    assertThat(answer("what is this\r\n\r\n")).startsWith("HTTP/1.1 400 ");
    assertThat(answer("GET /" + "x".repeat(9000) + " HTTP/1.1\r\n\r\n"))
        .startsWith("HTTP/1.1 414 ");
    assertThat(answer("GET /healthz HTTP/1.1\r\nX: " + "x".repeat(17_000) + "\r\n\r\n"))
        .startsWith("HTTP/1.1 431 ");
    assertThat(answer("POST /msg?queue=q HTTP/1.1\r\nContent-Length: x\r\n\r\n"))
        .startsWith("HTTP/1.1 400 ");
    assertThat(answer("GET /msg?queue=%zz HTTP/1.1\r\nHost: b\r\n\r\n"))
        .startsWith("HTTP/1.1 400 ");
    assertThat(broker.get("/healthz").statusCode()).isEqualTo(200);
  }

  @Test
  void aConnectionOnWhichNothingComesIsClosed() throws Exception {
    assertThat(answer("")).isEmpty();
    assertThat(answer("POST /msg?queue=q HTTP/1.1\r\nContent-Length: 10\r\n\r\nabc"))
        .startsWith("HTTP/1.1 408 ");
  }

  @Test
  void aHeadThatComesByteByByteIsNotWaitedForForever() throws Exception {
    try (SocketChannel client = broker.socket()) {
      client.write(ByteBuffer.wrap("GET /healthz HTTP/1.1\r\nX: ".getBytes(US_ASCII)));
      client.configureBlocking(false);
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(100))
          .until(() -> isClosedAfterOneByteMore(client));
    }
  }

  private static boolean isClosedAfterOneByteMore(SocketChannel client) {
    try {
      client.write(ByteBuffer.wrap(new byte[] {'x'}));
      return client.read(ByteBuffer.allocate(1)) < 0;
    } catch (IOException reset) {
      return true;
    }
  }

  @Test
  void requestsThatAreSentTogetherAreAnsweredInTurn() throws Exception {
    String post = "POST /msg?queue=q HTTP/1.1\r\nContent-Length: 1\r\n\r\n";
    String answers =
        answer(
            post
                + "a"
                + post
                + "b"
                + "GET /msg?queue=q HTTP/1.1\r\n\r\n"
                + "GET /msg?queue=q HTTP/1.1\r\nConnection: close\r\n\r\n");
    assertThat(answers.split("HTTP/1.1 200 OK", -1)).hasSize(5);
    assertThat(answers).containsSubsequence("\r\n\r\na", "\r\n\r\nb");
  }

  /** Sends it, and reads until the broker ends the connection. */
  private String answer(String request) throws IOException {
    try (SocketChannel client = broker.socket()) {
      ByteBuffer bytes = ByteBuffer.wrap(request.getBytes(US_ASCII));
      while (bytes.hasRemaining()) {
        client.write(bytes);
      }
      ByteBuffer answer = ByteBuffer.allocate(64 << 10);
      while (client.read(answer) >= 0) {
        assertThat(answer.hasRemaining()).isTrue();
      }
      return new String(answer.array(), 0, answer.position(), US_ASCII);
    }
  }
}
