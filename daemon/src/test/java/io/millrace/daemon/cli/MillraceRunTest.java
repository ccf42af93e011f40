package io.millrace.daemon.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.protocol.moonmq.MoonmqSettings;
import io.millrace.broker.protocol.moonmq.QueueRules;
import io.millrace.broker.server.Broker;
import io.millrace.broker.server.BrokerSettings;
import io.millrace.client.BindOptions;
import io.millrace.client.Binding;
import io.millrace.client.Delivery;
import io.millrace.client.MillraceClient;
import io.millrace.client.Publication;
import io.millrace.queue.DeadLetterHeaders;
import io.millrace.queue.envelope.Envelope;
import io.millrace.queue.envelope.EnvelopeFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pipelines of a daemon between the queues of a real broker. */
@Timeout(120)
class MillraceRunTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path directory;

  private StartedRun daemon;

  private Broker broker;

  private MillraceClient client;

  @BeforeEach
  void connect() throws IOException {
    daemon = new StartedRun(directory);
    QueueRules rules = QueueRules.DEFAULT.withNamed("events", QueueRules.DEFAULT.withKeyPatterns());
    broker =
        Broker.start(
            BrokerSettings.embedded().withMoonmq(MoonmqSettings.DEFAULT.withQueues(rules)));
    client = MillraceClient.builder().address(address()).user("guest", "guest").build();
  }

  @AfterEach
  void stopAll() throws Exception {
    daemon.close();
    client.close();
    broker.close();
  }

  @Test
  void copiesAQueueInTheOrderOfKeysFoundInItsMessages() throws Exception {
    for (int i = 0; i < 200; i++) {
      client.publishDirect("orders", ("k" + i % 7 + " " + i).getBytes(UTF_8)).join();
    }
    daemon.start(
        """
        pipelines:
          - name: copy
            source: { millrace: { %s, queue: orders, key: { field: 1 } } }
            order: key
            consumers: 4
            sink: { millrace: { queue: copies, format: payload } }
        """
            .formatted(login()));
    List<String> copies = take("copies", 200).stream().map(MillraceRunTest::text).toList();
    daemon.stop();
    assertThat(daemon.exitCode()).as(daemon.err()).isZero();
    assertThat(daemon.err()).contains("finished 200 (acked 200,").contains("lost 0");
    for (int key = 0; key < 7; key++) {
      String name = "k" + key + " ";
      assertThat(copies.stream().filter(copy -> copy.startsWith(name)).toList())
          .isEqualTo(
              IntStream.range(0, 200)
                  .mapToObj(i -> "k" + i % 7 + " " + i)
                  .filter(job -> job.startsWith(name))
                  .toList());
    }
  }

  @Test
  void readsOfAQueueWithKeyPatternsWhatItsRoutingKeysTake() throws Exception {
    for (String key : List.of("shop.error", "shop.info", "mail.error.fatal", "shop.error")) {
      client.publish(Publication.direct("events", key.getBytes(UTF_8)).withRoutingKey(key)).join();
    }
    daemon.start(
        """
        pipelines:
          - name: errors
            source: { millrace: { %s, queue: events, routing-keys: ["*.error", "mail.#"] } }
            consumers: 1
            sink: { millrace: { queue: errors } }
        """
            .formatted(login()));
    assertThat(take("errors", 3).stream().map(MillraceRunTest::text))
        .containsExactlyInAnyOrder("shop.error", "mail.error.fatal", "shop.error");
    daemon.stop();
    assertThat(daemon.exitCode()).as(daemon.err()).isZero();
    try (Binding rest = client.bind(BindOptions.of("events").withRoutingKey("#"))) {
      assertThat(rest.readyBefore()).hasValue(1);
      assertThat(text(rest.waitMessage(PATIENCE).orElseThrow().body())).isEqualTo("shop.info");
    }
  }

  @Test
  void keepsDeadLettersInAQueueBesideThatOfTheSource() throws Exception {
    client.publishDirect("orders", "a".getBytes(UTF_8)).join();
    daemon.start(
        """
        pipelines:
          - name: fails
            source: { millrace: { %s, queue: orders } }
            consumers: 1
            handler: { exec: { command: [sh, -c, 'while read -r l; do echo "dead no $l"; done'] } }
            dead-letter: millrace
        """
            .formatted(login()));
    Envelope letter = EnvelopeFormat.read(take("orders.dead", 1).get(0));
    daemon.stop();
    assertThat(daemon.exitCode()).as(daemon.err()).isZero();
    assertThat(text(letter.payload())).isEqualTo("a");
    assertThat(letter.headers().get(DeadLetterHeaders.REASON)).contains("no a");
    assertThat(letter.headers().get(DeadLetterHeaders.ORIGIN)).contains("orders");
  }

  private String address() {
    return broker.endpoints().get(0).toString();
  }

  private String login() {
    return "brokers: \"%s\", user: guest, password: guest".formatted(address());
  }

  private List<byte[]> take(String queue, int count) throws Exception {
    List<byte[]> bodies = new ArrayList<>();
    try (Binding binding = client.bind(BindOptions.of(queue))) {
      while (bodies.size() < count) {
        Delivery next =
            binding
                .waitMessage(PATIENCE)
                .orElseThrow(
                    () -> new AssertionError(bodies.size() + " messages came; " + daemon.err()));
        bodies.add(next.body());
        next.ack();
      }
    }
    return bodies;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }
}
