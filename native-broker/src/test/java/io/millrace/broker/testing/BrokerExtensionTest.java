package io.millrace.broker.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(120)
@ExtendWith(BrokerExtension.class)
class BrokerExtensionTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void tellsWhatIsInQueues(EmbeddedBroker broker) throws Exception {
    post(broker, "told", "a");
    post(broker, "told", "b");

    assertThat(broker.queues()).contains("told");
    assertThat(broker.depth("told").ready()).isEqualTo(2);
    assertThat(broker.messages("told"))
        .extracting(body -> new String(body, UTF_8))
        .containsExactly("a", "b");
    assertThat(broker.depth("no such queue").messages()).isZero();
  }

  @Test
  void tellsWhenAMessageIsAcknowledged(EmbeddedBroker broker) throws Exception {
    post(broker, "acked", "m");
    HttpResponse<String> taken =
        client.send(
            HttpRequest.newBuilder(broker.uri().resolve("/msg?queue=acked&ack=1")).build(),
            BodyHandlers.ofString());
    assertThat(broker.depth("acked").unacknowledged()).isEqualTo(1);
    assertThatThrownBy(() -> broker.awaitEmpty("acked", Duration.ofMillis(1)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("unacknowledged=1");

    String id = taken.headers().firstValue("X-Msg-Id").orElseThrow();
    client.send(
        HttpRequest.newBuilder(broker.uri().resolve("/msg/acked/" + id)).DELETE().build(),
        BodyHandlers.discarding());

    broker.awaitEmpty("acked", PATIENCE);
  }

  @Test
  void isTheSameForAllTests(EmbeddedBroker one, EmbeddedBroker other) {
    assertThat(one).isSameAs(other);
  }

  @Test
  void isEmptyOnceItIsCleared() throws Exception {
    try (EmbeddedBroker own = EmbeddedBroker.start()) {
      post(own, "q", "m");
      own.clear();
      assertThat(own.queues()).isEmpty();
    }
  }

  private void post(EmbeddedBroker broker, String queue, String body) throws Exception {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(broker.uri().resolve("/msg?queue=" + queue))
                .POST(BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }
}
