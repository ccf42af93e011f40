package io.millrace.daemon.source.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.daemon.fixture.HandFetch;
import io.millrace.daemon.fixture.MapOptions;
import io.millrace.daemon.spi.ConfigException;
import io.millrace.queue.Producer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Over a bare socket: clients of the JDK do not set the headers of a browser. */
class PageOriginsTest {
  private HttpSource source;
  private Producer<byte[]> producer;

  @AfterEach
  void stop() throws Exception {
    if (producer != null) {
      producer.close();
      source.close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Origin: https://evil.example",
        "Origin: null",
        "Origin: http://127.0.0.1",
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Site: same-site"
      })
  void refusesAPostOfAWebPage(String header) throws Exception {
    open();

    assertThat(send("POST", header)).startsWith("HTTP/1.1 403").contains("origins");
    assertThat(HandFetch.once(producer, 10)).isEmpty();
  }

  @Test
  void takesAPostOfAPageThatIsNamedAndTellsTheBrowser() throws Exception {
    open("origins", List.of("https://shop.example"), "hand-over-timeout", Duration.ofMillis(1));

    // 429: let in, and nobody fetches here.
    assertThat(send("POST", "Origin: https://shop.example"))
        .startsWith("HTTP/1.1 429")
        .contains("Access-control-allow-origin: https://shop.example");
    assertThat(send("POST", "Origin: https://evil.example")).startsWith("HTTP/1.1 403");
  }

  @Test
  void answersWhatABrowserAsksBeforeItPosts() throws Exception {
    open("origins", List.of("https://shop.example"), "key-header", "X-Key", "token", "secret");
    String asks = "\r\nAccess-Control-Request-Method: POST";

    assertThat(send("OPTIONS", "Origin: https://shop.example" + asks))
        .startsWith("HTTP/1.1 200")
        .contains("Authorization, Content-Type, X-Key");
    assertThat(send("OPTIONS", "Origin: https://evil.example" + asks)).startsWith("HTTP/1.1 403");
    assertThat(send("POST", "Origin: https://shop.example")).startsWith("HTTP/1.1 401");
  }

  @Test
  void refusesAnOriginThatNoBrowserWouldSend() {
    assertThatThrownBy(() -> settings("origins", List.of("shop.example/path")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("https://shop.example:8443");
  }

  private void open(Object... options) throws Exception {
    source = new HttpSource(settings(options), "test");
    producer = source.producers().create(0);
  }

  private static HttpSourceSettings settings(Object... options) {
    Object[] all = new Object[options.length + 2];
    all[0] = "port";
    all[1] = 0;
    System.arraycopy(options, 0, all, 2, options.length);
    return HttpSourceSettings.from(MapOptions.of(all));
  }

  /** The whole answer. */
  private String send(String method, String headers) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), source.port())) {
      String request =
          method
              + " / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: 2\r\n"
              + headers
              + "\r\n\r\nhi";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
