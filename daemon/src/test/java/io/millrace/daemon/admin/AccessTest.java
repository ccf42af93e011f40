package io.millrace.daemon.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is let in. */
@Timeout(30)
class AccessTest {
  private Daemon daemon;

  @BeforeEach
  void start() throws IOException {
    daemon = new Daemon();
  }

  @AfterEach
  void stop() {
    daemon.close();
  }

  @ParameterizedTest
  @CsvSource({
    "Origin,http://evil.example",
    "Origin,null",
    "Sec-Fetch-Site,cross-site",
    "Sec-Fetch-Site,same-site"
  })
  void refusesAPostThatAWebPageOfAnotherOriginSends(String header, String value) throws Exception {
    FakeQueue queue = daemon.pipelines.add("notify").queue();
    Daemon.json(
        daemon.send(
            daemon
                .to("/api/pipelines/notify/pause")
                .header(header, value)
                .POST(BodyPublishers.noBody())),
        403);
    assertThat(queue.isPaused).isFalse();
  }

  @Test
  void acceptsAPostOfItsOwnOrigin() throws Exception {
    daemon.pipelines.add("notify");
    Daemon.json(
        daemon.send(
            daemon
                .to("/api/pipelines/notify/pause")
                .header("Origin", daemon.uri().toString())
                .header("Sec-Fetch-Site", "same-origin")
                .POST(BodyPublishers.noBody())),
        200);
  }

  @Test
  void refusesAForeignHostNameOnLoopback() throws Exception {
    assertThat(
            daemon.raw(
                "GET /metrics HTTP/1.1\r\nHost: rebound.example:80\r\nConnection: close\r\n\r\n"))
        .contains("403");
    for (String host : List.of("localhost:1", "127.0.0.1", "[::1]:8080", "10.0.0.7")) {
      assertThat(
              daemon.raw(
                  "GET /version HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
          .contains("200 OK");
    }
  }

  @Test
  void asksForTheTokenWhereSomethingIsChanged() throws Exception {
    try (Daemon guarded = new Daemon(AdminSettings.DEFAULT.withToken("s3cret"))) {
      guarded.pipelines.add("notify");
      Daemon.json(guarded.get("/api/pipelines"), 200);
      HttpResponse<String> refused = guarded.post("/api/pipelines/notify/pause", "");
      Daemon.json(refused, 401);
      assertThat(refused.body()).doesNotContain("s3cret");
      assertThat(refused.headers().firstValue("WWW-Authenticate")).isPresent();
      var wrong =
          guarded
              .to("/api/reload")
              .header("Authorization", "Bearer s3cre")
              .POST(BodyPublishers.noBody());
      Daemon.json(guarded.send(wrong), 401);
      var right =
          guarded
              .to("/api/reload")
              .header("Authorization", "Bearer s3cret")
              .POST(BodyPublishers.noBody());
      Daemon.json(guarded.send(right), 200);
    }
    assertThat(AdminSettings.DEFAULT.withToken("s3cret").toString()).doesNotContain("s3cret");
  }

  @Test
  void dumpsThreadsOnlyWhereThatIsSwitchedOn() throws Exception {
    assertThat(Daemon.json(daemon.get("/admin/threads"), 404).at("/remedy").asText())
        .contains("admin.thread-dump");
    try (Daemon open = new Daemon(AdminSettings.DEFAULT.withThreadDump(true))) {
      assertThat(open.get("/admin/threads").body())
          .contains("\"admin-http-")
          .contains("ThreadDump.take");
    }
  }

  @Test
  void refusesALargeBodyBeforeReadingAllOfIt() throws Exception {
    daemon.pipelines.add("notify");
    String body = " ".repeat(65 * 1024) + "{\"consumers\":5}";
    assertThat(
            Daemon.json(daemon.post("/api/pipelines/notify/resize", body), 413)
                .at("/error")
                .asText())
        .contains("65536");
  }
}
