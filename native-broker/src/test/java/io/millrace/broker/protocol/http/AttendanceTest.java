package io.millrace.broker.protocol.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.attendance.ExpectedConsumers;
import io.millrace.client.BindOptions;
import io.millrace.client.Binding;
import io.millrace.client.MillraceClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is told of consumers that are expected and not there. */
@Timeout(120)
class AttendanceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  void tellsWhoIsMissingUntilAllAreThere() throws Exception {
    try (HttpBroker broker = expecting(new ExpectedConsumers("/", "orders", 2))) {
      awaitBody(broker, "queue 'orders' has 0 of 2 consumers");
      assertThat(broker.get("/attendance").statusCode()).isEqualTo(503);
      // Consumers could not come to a broker that is kept from them.
      HttpResponse<String> ready = broker.get("/readyz");
      assertThat(ready.statusCode()).isEqualTo(200);
      assertThat(ready.body()).isEqualTo("ok, but queue 'orders' has 0 of 2 consumers\n");
      assertThat(broker.get("/metrics").body())
          .contains(meter("expected", 2), meter("missing", 2), "millrace_broker_queues 0.0");

      try (MillraceClient client = client(broker);
          Binding one = client.bind("orders")) {
        awaitBody(broker, "queue 'orders' has 1 of 2 consumers");
        try (Binding ofAnotherKey = client.bind(BindOptions.of("orders").withRoutingKey("red"))) {
          awaitBody(broker, "ok");
          assertThat(broker.get("/attendance").statusCode()).isEqualTo(200);
          assertThat(broker.get("/readyz").body()).isEqualTo("ok\n");
          assertThat(broker.get("/metrics").body()).contains(meter("missing", 0));
          assertThat(ofAnotherKey.notReady()).isEmpty();
        }
        awaitBody(broker, "queue 'orders' has 1 of 2 consumers");
        assertThat(one.notReady()).isEmpty();
      }
    }
  }

  @Test
  void namesAllQueuesThatHaveTooFew() throws Exception {
    try (HttpBroker broker =
        expecting(
            new ExpectedConsumers("/", "orders", 1),
            new ExpectedConsumers("/", "mails", 1),
            new ExpectedConsumers("/elsewhere", "orders", 3))) {
      try (MillraceClient client = client(broker);
          Binding orders = client.bind("orders")) {
        awaitBody(
            broker, "queue 'mails' has 0 of 1 consumers, queue 'orders' has 0 of 3 consumers");
        assertThat(orders.notReady()).isEmpty();
      }
    }
  }

  @Test
  void isContentWhereNobodyIsExpected() throws Exception {
    try (HttpBroker broker = HttpBroker.start()) {
      assertThat(broker.get("/attendance").body()).isEqualTo("ok\n");
      assertThat(broker.get("/metrics").body()).doesNotContain("consumers_missing");
    }
  }

  private static HttpBroker expecting(ExpectedConsumers... expected) throws Exception {
    return new HttpBroker(HttpBroker.open().withExpectedConsumers(List.of(expected)));
  }

  private static MillraceClient client(HttpBroker broker) {
    return MillraceClient.builder().address(broker.broker.endpoints().get(0).toString()).build();
  }

  private static void awaitBody(HttpBroker broker, String body) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(broker.get("/attendance").body()).isEqualTo(body + "\n"));
  }

  private static String meter(String what, int value) {
    return "millrace_broker_queue_consumers_%s{queue=\"orders\",vhost=\"/\"} %d.0"
        .formatted(what, value);
  }
}
