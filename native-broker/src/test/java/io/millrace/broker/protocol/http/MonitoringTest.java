package io.millrace.broker.protocol.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.protocol.moonmq.MoonmqSettings;
import io.millrace.broker.protocol.moonmq.QueueOverflow;
import io.millrace.broker.protocol.moonmq.QueueRules;
import io.millrace.broker.store.StoreOptions;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class MonitoringTest {
  @TempDir private Path directory;

  @Test
  void metersCountWhatGoesThrough() throws Exception {
    try (HttpBroker broker = stored(0)) {
      broker.post("/msg?queue=q", "abc");
      broker.post("/msg?queue=q", "de");
      broker.post("/msg?queue=r", "f");
      String id = broker.get("/msg?queue=q&ack=1").headers().firstValue("X-Msg-Id").orElseThrow();

      System.gc(); // Meters ask what they are to ask for as long as the broker lives.
      List<String> before = meters(broker);
      assertThat(before)
          .contains(
              "millrace_broker_messages_published_total 3.0",
              "millrace_broker_messages_confirmed_total 3.0",
              "millrace_broker_messages_refused_total 0.0",
              "millrace_broker_messages_delivered_total 1.0",
              "millrace_broker_messages_acknowledged_total 0.0",
              "millrace_broker_queues 2.0",
              "millrace_broker_messages_ready 2.0",
              "millrace_broker_messages_unacknowledged 1.0",
              "millrace_broker_messages_bytes 6.0",
              "millrace_broker_queue_messages_ready{queue=\"q\",vhost=\"/\"} 1.0",
              "millrace_broker_queue_messages_bytes{queue=\"r\",vhost=\"/\"} 1.0",
              "millrace_broker_http_held 1.0",
              "millrace_broker_connections{protocol=\"native\"} 0.0",
              "millrace_broker_store_accepts_messages 1.0",
              "millrace_broker_store_failed 0.0");
      assertThat(value(before, "millrace_broker_store_log_bytes")).isPositive();
      assertThat(value(before, "millrace_broker_disk_free_bytes")).isPositive();
      assertThat(value(before, "millrace_broker_connections{protocol=\"http\"}")).isPositive();

      broker.delete("/msg/q/" + id);
      assertThat(meters(broker)).contains("millrace_broker_messages_acknowledged_total 1.0");
    }
  }

  @Test
  void onlyTheDeepestQueuesHaveMetersOfTheirOwn() throws Exception {
    try (HttpBroker broker = HttpBroker.start()) {
      for (int i = 0; i < 250; i++) {
        broker.post("/msg?queue=q" + i, "m");
      }
      broker.post("/msg?queue=q249", "m");

      List<String> meters = meters(broker);

      assertThat(meters)
          .filteredOn(line -> line.startsWith("millrace_broker_queue_messages_ready{"))
          .hasSize(200)
          .contains("millrace_broker_queue_messages_ready{queue=\"q249\",vhost=\"/\"} 2.0");
      assertThat(meters).contains("millrace_broker_messages_ready 251.0");
    }
  }

  @Test
  void whatAQueueDoesNotKeepIsCounted() throws Exception {
    QueueRules expiring = QueueRules.DEFAULT.withMessageTimeout(Duration.ofMillis(1));
    QueueRules rules =
        QueueRules.DEFAULT
            .withNamed("expires", expiring)
            .withNamed("drops", full(QueueOverflow.DROP_HEAD))
            .withNamed("letters", full(QueueOverflow.DEAD_LETTER))
            .withNamed("refuses", full(QueueOverflow.REJECT));
    try (HttpBroker broker =
        new HttpBroker(
            HttpBroker.open()
                .withMoonmq(MoonmqSettings.DEFAULT.withoutAuthentication().withQueues(rules)))) {
      for (String queue : List.of("expires", "drops", "letters", "refuses", "keeps")) {
        for (int i = 0; i < 3; i++) {
          broker.post("/msg?queue=" + queue, "m");
        }
      }

      await()
          .untilAsserted(
              () ->
                  assertThat(meters(broker))
                      .contains(
                          "millrace_broker_messages_expired_total 3.0",
                          "millrace_broker_messages_dropped_total 4.0",
                          "millrace_broker_messages_refused_total 2.0",
                          loss("expired", "expires", 3),
                          loss("dropped", "drops", 2),
                          loss("dropped", "letters", 2),
                          loss("refused", "refuses", 2),
                          loss("expired", "refuses", 0))
                      .noneMatch(line -> line.contains("_dropped_total{queue=\"keeps\"")));
    }
  }

  private static QueueRules full(QueueOverflow overflow) {
    return QueueRules.DEFAULT.withMaxQueueSize(1).withOverflow(overflow);
  }

  private static String loss(String what, String queue, int count) {
    return "millrace_broker_queue_messages_%s_total{queue=\"%s\",vhost=\"/\"} %d.0"
        .formatted(what, queue, count);
  }

  @Test
  void manyMayAskAtOnce() throws Exception {
    try (HttpBroker broker = HttpBroker.start()) {
      List<CompletableFuture<HttpResponse<String>>> all =
          IntStream.range(0, 20).mapToObj(i -> broker.getLater("/metrics")).toList();
      assertThat(all)
          .allSatisfy(
              each -> assertThat(each.join().body()).contains("millrace_broker_queues 0.0"));
    }
  }

  @Test
  void aFullDiskIsToldToWhoAsksAndToWhoPublishes() throws Exception {
    try (HttpBroker broker = stored(Long.MAX_VALUE / 2)) {
      HttpResponse<String> ready = broker.get("/readyz");
      assertThat(ready.statusCode()).isEqualTo(503);
      assertThat(ready.body()).contains("the disk is full");
      assertThat(broker.get("/healthz").statusCode()).isEqualTo(200);

      HttpResponse<String> refused = broker.post("/msg?queue=q", "m");
      assertThat(refused.statusCode()).as(refused.body()).isEqualTo(507);
      assertThat(meters(broker))
          .contains(
              "millrace_broker_messages_refused_total 1.0",
              "millrace_broker_store_accepts_messages 0.0");
    }
  }

  private HttpBroker stored(long lowestFree) throws Exception {
    return new HttpBroker(
        HttpBroker.open()
            .withDataDirectory(directory)
            .withStore(StoreOptions.DEFAULTS.withLowestFree(lowestFree)));
  }

  private static List<String> meters(HttpBroker broker) throws Exception {
    HttpResponse<String> response = broker.get("/metrics");
    assertThat(response.headers().firstValue("Content-Type").orElse("")).contains("version=0.0.4");
    return response.body().lines().toList();
  }

  private static double value(List<String> meters, String name) {
    return meters.stream()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name));
  }
}
