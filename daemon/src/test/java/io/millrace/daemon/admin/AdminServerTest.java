package io.millrace.daemon.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.daemon.spi.ConfigException;
import io.millrace.daemon.spi.Source;
import io.millrace.queue.QueueState;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class AdminServerTest {
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
  void listensOnLoopbackUnlessToldOtherwise() {
    assertThat(daemon.uri().getHost()).isEqualTo("127.0.0.1");
  }

  @Test
  void namesTheRemedyWhenThePortIsTaken() {
    AdminSettings same = AdminSettings.DEFAULT.withPort(daemon.port());
    AdminParts parts = new AdminParts(daemon.pipelines, daemon.reloader, daemon.meters, "1");
    assertThatThrownBy(() -> AdminServer.start(same, parts))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("127.0.0.1:" + daemon.port())
        .hasMessageContaining("admin.port");
  }

  @Test
  void showsEveryPipelineInTheOrderOfTheConfiguration() throws Exception {
    daemon.pipelines.add("notify");
    daemon.pipelines.add("mail");
    JsonNode answer = Daemon.json(daemon.get("/api/pipelines"), 200);
    assertThat(answer.at("/pipelines").findValuesAsText("name")).containsExactly("notify", "mail");
    assertThat(answer.at("/process/version").asText()).isEqualTo("1.2.3");
  }

  @Test
  void showsHowAPipelineStands() throws Exception {
    FakePipeline notify = daemon.pipelines.add("notify");
    FakeQueue queue = notify.queue();
    queue.fetched = 100;
    queue.acked = 60;
    queue.deadLettered = 3;
    queue.inFlight = 7;
    queue.lag = 5000;
    queue.oldestInFlight = Duration.ofMillis(1500);
    notify.progress = Optional.of(new Source.Progress(10, 40, "bytes"));

    JsonNode answer = Daemon.json(daemon.get("/api/pipelines/notify"), 200);

    assertThat(answer.at("/state").asText()).isEqualTo("running");
    assertThat(answer.at("/fetched").asLong()).isEqualTo(100);
    assertThat(answer.at("/settled/acked").asLong()).isEqualTo(60);
    assertThat(answer.at("/settled/dead_lettered").asLong()).isEqualTo(3);
    assertThat(answer.at("/in_flight").asLong()).isEqualTo(7);
    assertThat(answer.at("/lag_messages").asLong()).isEqualTo(5000);
    assertThat(answer.at("/oldest_in_flight_seconds").asDouble()).isEqualTo(1.5);
    assertThat(answer.at("/progress/total").asLong()).isEqualTo(40);
    assertThat(answer.at("/ready").asBoolean()).isTrue();
  }

  @Test
  void saysNullWhereNothingIsKnown() throws Exception {
    daemon.pipelines.add("notify");
    JsonNode answer = Daemon.json(daemon.get("/api/pipelines/notify"), 200);
    assertThat(List.of("lag_messages", "lag_seconds", "progress", "not_ready"))
        .allSatisfy(field -> assertThat(answer.path(field).isNull()).as(field).isTrue());
  }

  @Test
  void findsAPipelineWhoseNameNeedsEscaping() throws Exception {
    daemon.pipelines.add("a/b c+d");
    assertThat(Daemon.json(daemon.get("/api/pipelines/a%2Fb%20c+d"), 200).at("/name").asText())
        .isEqualTo("a/b c+d");
  }

  @Test
  void pausesAndResumes() throws Exception {
    FakeQueue queue = daemon.pipelines.add("notify").queue();
    assertThat(
            Daemon.json(daemon.post("/api/pipelines/notify/pause", ""), 200)
                .at("/paused")
                .asBoolean())
        .isTrue();
    assertThat(queue.isPaused).isTrue();
    assertThat(
            Daemon.json(daemon.post("/api/pipelines/notify/resume", ""), 200)
                .at("/paused")
                .asBoolean())
        .isFalse();
    assertThat(queue.isPaused).isFalse();
  }

  @Test
  void resizesBothOrOneAndKeepsTheOther() throws Exception {
    FakeQueue queue = daemon.pipelines.add("notify").queue();
    Daemon.json(
        daemon.post("/api/pipelines/notify/resize", "{\"producers\":3,\"consumers\":20}"), 200);
    assertThat(List.of(queue.producers, queue.consumers)).containsExactly(3, 20);
    Daemon.json(daemon.post("/api/pipelines/notify/resize", "{\"consumers\":5}"), 200);
    assertThat(List.of(queue.producers, queue.consumers)).containsExactly(3, 5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                    | names neither producers nor consumers",
        "{}                    | names neither producers nor consumers",
        "[1]                   | names neither producers nor consumers",
        "{\"consumers\":       | not JSON",
        "{\"consumers\":0}     | consumers must be a whole number from 1 to 10000, got 0",
        "{\"consumers\":10001} | consumers must be a whole number from 1 to 10000, got 10001",
        "{\"producers\":1.5}   | producers must be a whole number from 1 to 10000, got 1.5",
        "{\"producers\":\"2\"} | producers must be a whole number from 1 to 10000, got \"2\"",
        "{\"workers\":3}       | unknown field workers",
      })
  void refusesASizeThatMakesNoSenseAndChangesNothing(String body, String error) throws Exception {
    FakeQueue queue = daemon.pipelines.add("notify").queue();
    JsonNode problem = Daemon.json(daemon.post("/api/pipelines/notify/resize", body), 400);
    assertThat(problem.at("/error").asText()).contains(error);
    assertThat(problem.at("/remedy").asText()).contains("\"consumers\": 16");
    assertThat(List.of(queue.producers, queue.consumers)).containsExactly(2, 8);
  }

  @Test
  void namesTheKnownPipelinesWhenOneIsUnknown() throws Exception {
    daemon.pipelines.add("notify");
    daemon.pipelines.add("mail");
    for (HttpResponse<String> answer :
        List.of(
            daemon.get("/api/pipelines/nosuch"),
            daemon.post("/api/pipelines/nosuch/pause", ""),
            daemon.post("/api/pipelines/nosuch/resize", "{\"consumers\":1}"))) {
      assertThat(Daemon.json(answer, 404).at("/remedy").asText()).contains("notify, mail");
    }
  }

  @Test
  void refusesToPauseAPipelineThatHasEnded() throws Exception {
    daemon.pipelines.add("notify").queue().state = QueueState.STOPPED;
    assertThat(
            Daemon.json(daemon.post("/api/pipelines/notify/pause", ""), 409).at("/error").asText())
        .contains("stopped");
  }

  @Test
  void refusesToResizeAPipelineThatHasNotStarted() throws Exception {
    daemon.pipelines.add("notify").queue().state = QueueState.NEW;
    Daemon.json(daemon.post("/api/pipelines/notify/resize", "{\"consumers\":2}"), 409);
  }

  @Test
  void namesTheMethodsOfAPathThatDoesNotAnswerTheOneGiven() throws Exception {
    HttpResponse<String> read = daemon.get("/api/reload");
    Daemon.json(read, 405);
    assertThat(read.headers().firstValue("Allow")).contains("POST");
    HttpResponse<String> written = daemon.send(daemon.to("/metrics").DELETE());
    Daemon.json(written, 405);
    assertThat(written.headers().firstValue("Allow")).contains("GET, HEAD");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/nothing",
        "/api/pipelines/",
        "/metrics/",
        "/api/pipelines/x/y",
        "/api/pipelines/%"
      })
  void answers404WithJsonWhereThereIsNothing(String path) throws Exception {
    assertThat(
            daemon.raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
        .containsAnyOf("HTTP/1.1 404", "HTTP/1.1 400");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/healthz", "/metrics", "/api/pipelines", "/version", "/nothing"})
  void answersHeadLikeGetWithoutTheBody(String path) throws Exception {
    HttpResponse<String> got = daemon.get(path);
    HttpResponse<String> head =
        daemon.send(daemon.to(path).method("HEAD", BodyPublishers.noBody()));
    assertThat(head.statusCode()).isEqualTo(got.statusCode());
    assertThat(head.headers().firstValue("Content-Type"))
        .isEqualTo(got.headers().firstValue("Content-Type"));
    assertThat(head.body()).isEmpty();
  }

  @Test
  void reloadsAndSaysWhatChanged() throws Exception {
    assertThat(Daemon.json(daemon.post("/api/reload", ""), 200).at("/changes/0").asText())
        .isEqualTo("mail: consumers 4 -> 8");
  }

  @Test
  void saysWhatIsWrongWithAConfigurationThatItRefuses() throws Exception {
    daemon.reloader =
        () -> {
          throw new ConfigException("pipelines.yaml:3:5: unknown key ordr, did you mean order?");
        };
    JsonNode problem = Daemon.json(daemon.post("/api/reload", ""), 422);
    assertThat(problem.at("/error").asText()).contains("did you mean order?");
    assertThat(problem.at("/remedy").asText()).contains("still in force");
  }
}
