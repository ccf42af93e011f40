package io.millrace.daemon.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The admin server under slow clients, many clients, and a reload that takes its time. */
@Timeout(30)
class AdminLoadTest {
  private Daemon daemon;

  @BeforeEach
  void start() throws IOException {
    daemon = new Daemon();
  }

  @AfterEach
  void stop() {
    daemon.close();
  }

  @Test
  void answersProbesWhileAReloadTakesItsTimeAndRefusesASecond() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    daemon.reloader =
        () -> {
          begun.countDown();
          try {
            go.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return List.of();
        };
    CompletableFuture<HttpResponse<String>> first =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return daemon.post("/api/reload", "");
              } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    for (int i = 0; i < 20; i++) {
      Daemon.json(daemon.post("/api/reload", ""), 409);
    }
    Daemon.json(daemon.get("/healthz"), 200);
    go.countDown();
    Daemon.json(first.get(10, TimeUnit.SECONDS), 200);
  }

  @Test
  void answersWhileSlowClientsHaveNotSentTheirRequests() throws Exception {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 40; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), daemon.port());
        socket.getOutputStream().write("POST /api/reload HTTP/1.1\r\nHost: x\r\n".getBytes(UTF_8));
        slow.add(socket);
      }
      long before = System.nanoTime();
      Daemon.json(daemon.get("/healthz"), 200);
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void answersManyClientsAtOnce() throws Exception {
    daemon.pipelines.add("notify");
    List<CompletableFuture<Integer>> answers =
        java.util.stream.IntStream.range(0, 50)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> {
                          try {
                            return daemon
                                .get(i % 2 == 0 ? "/metrics" : "/api/pipelines")
                                .statusCode();
                          } catch (IOException | InterruptedException e) {
                            throw new IllegalStateException(e);
                          }
                        }))
            .toList();
    for (CompletableFuture<Integer> answer : answers) {
      assertThat(answer.get(20, TimeUnit.SECONDS)).isEqualTo(200);
    }
  }
}
