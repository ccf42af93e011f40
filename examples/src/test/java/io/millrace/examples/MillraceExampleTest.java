package io.millrace.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.server.Broker;
import io.millrace.broker.vhost.QueueFacts;
import io.millrace.broker.vhost.VirtualHosts;
import io.millrace.client.Binding;
import io.millrace.client.MillraceClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code examples/config/millrace.yaml} says in its comment, with a real broker and a process.
 */
@Timeout(180)
class MillraceExampleTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir private Path directory;

  @Test
  void handlesWhatAnybodyPublishesAndKeepsWhatIsGivenUp() throws Exception {
    try (Broker broker = Broker.startEmbedded();
        MillraceClient client =
            MillraceClient.builder()
                .address(broker.endpoints().get(0).toString())
                .user("guest", "guest")
                .build()) {
      for (int i = 0; i < 20; i++) {
        publish(client, "{\"customer\": %d, \"id\": %d}".formatted(i % 3, i));
      }
      publish(client, "{\"customer\": 1, \"is\": \"bad\"}");
      Process daemon = start(broker);
      try (Binding dead = client.bind("orders.dead")) {
        String letter = new String(dead.waitMessage(PATIENCE).orElseThrow().body(), UTF_8);
        assertThat(letter).contains("closed", "bad");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(left(broker)).isZero());
      } finally {
        daemon.destroy();
      }
      assertThat(daemon.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(daemon.exitValue()).isZero();
    }
  }

  private static void publish(MillraceClient client, String body) throws Exception {
    client.publishDirect("orders", body.getBytes(UTF_8)).get(60, TimeUnit.SECONDS);
  }

  private static long left(Broker broker) {
    QueueFacts facts =
        broker
            .virtualHosts()
            .host(VirtualHosts.DEFAULT_NAME)
            .orElseThrow()
            .queue("orders", 0)
            .join()
            .value()
            .orElseThrow();
    return facts.ready() + facts.unacknowledged();
  }

  private Process start(Broker broker) throws IOException {
    return ExampleDaemon.start(
        "millrace", directory.resolve("state"), "BROKER", broker.endpoints().get(0).toString());
  }
}
