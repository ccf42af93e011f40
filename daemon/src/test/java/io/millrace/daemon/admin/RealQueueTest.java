package io.millrace.daemon.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.daemon.pipeline.PipelineView;
import io.millrace.daemon.spi.Source;
import io.millrace.queue.Concurrency;
import io.millrace.queue.Fetch;
import io.millrace.queue.FetchResult;
import io.millrace.queue.Message;
import io.millrace.queue.Outcome;
import io.millrace.queue.Producer;
import io.millrace.queue.Queue;
import io.millrace.queue.Settlement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The endpoints over the engine itself. */
@Timeout(30)
class RealQueueTest {
  private Daemon daemon;
  private Queue<byte[]> queue;

  @BeforeEach
  void start() throws Exception {
    daemon = new Daemon();
    queue =
        Queue.<byte[]>builder("numbers")
            .producers(1, index -> new Numbers())
            .consumers(() -> message -> Outcome.ack())
            .concurrency(Concurrency.fixed(2))
            .meters(daemon.meters)
            .build();
    daemon.pipelines.add(new RealPipeline(queue));
    queue.start();
  }

  @AfterEach
  void stop() {
    queue.stop(Duration.ofSeconds(5));
    daemon.close();
  }

  @Test
  void showsRatesAndHowOldMessagesAre() {
    Awaitility.await()
        .untilAsserted(
            () -> {
              JsonNode status = status();
              assertThat(status.at("/settled_per_second").asDouble()).isPositive();
              assertThat(status.at("/lag_seconds").asDouble()).isBetween(4.9, 20.0);
              assertThat(status.at("/ready").asBoolean()).isTrue();
            });
  }

  @Test
  void pausesResumesAndResizes() throws Exception {
    Daemon.json(daemon.post("/api/pipelines/numbers/pause", ""), 200);
    Awaitility.await().until(() -> status().at("/in_flight").asInt() == 0);
    assertThat(status().at("/paused").asBoolean()).isTrue();
    Daemon.json(daemon.get("/readyz"), 200);

    Daemon.json(daemon.post("/api/pipelines/numbers/resume", ""), 200);
    long settled = status().at("/settled/acked").asLong();
    Awaitility.await().until(() -> status().at("/settled/acked").asLong() > settled);

    Daemon.json(daemon.post("/api/pipelines/numbers/resize", "{\"consumers\":5}"), 200);
    Awaitility.await().until(() -> status().at("/consumers").asInt() == 5);
  }

  @Test
  void leavesTheCountersOfAStoppedPipelineReadable() throws Exception {
    queue.stop(Duration.ofSeconds(5));
    assertThat(queue.awaitTermination(Duration.ofSeconds(5))).isTrue();
    JsonNode status = status();
    assertThat(status.at("/state").asText()).isEqualTo("stopped");
    assertThat(status.at("/in_flight").asInt()).isZero();
    Daemon.json(daemon.get("/readyz"), 503);
  }

  @Test
  void itsMetersPassAsPrometheusText() throws Exception {
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(daemon.get("/metrics").body())
                    .contains("millrace_pipeline_handler_seconds_count"));
    MetricsTest.assertIsPrometheusText(daemon.get("/metrics").body());
    MetricsTest.assertPassesPromtool(daemon.get("/metrics").body());
  }

  private JsonNode status() throws Exception {
    return Daemon.json(daemon.get("/api/pipelines/numbers"), 200);
  }

  /** Never ends; its messages are five seconds old. */
  private static final class Numbers implements Producer<byte[]> {
    @Override
    public FetchResult fetch(Fetch<byte[]> fetch) {
      int room = Math.min(10, fetch.messageLimit());
      for (int i = 0; i < room; i++) {
        fetch.add(
            Message.builder(new byte[8])
                .timestampMillis(System.currentTimeMillis() - 5000)
                .sizeBytes(8)
                .build());
      }
      return FetchResult.IDLE;
    }

    @Override
    public void settle(List<Settlement<byte[]>> settlements) {}
  }

  private record RealPipeline(Queue<byte[]> queue) implements PipelineView {
    @Override
    public String name() {
      return queue.name();
    }

    @Override
    public String sourceDescription() {
      return "numbers";
    }

    @Override
    public String handlerDescription() {
      return "acks";
    }

    @Override
    public String deadLetterDescription() {
      return "none";
    }

    @Override
    public Optional<Source.Progress> progress() {
      return Optional.empty();
    }

    @Override
    public Optional<String> notReady() {
      return Optional.empty();
    }
  }
}
