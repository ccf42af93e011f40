package io.millrace.client.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.protocol.moonmq.QueueRules;
import io.millrace.broker.vhost.QueueArgument;
import io.millrace.client.BindOptions;
import io.millrace.client.Binding;
import io.millrace.client.Delivery;
import io.millrace.client.Publication;
import io.millrace.queue.redrive.DeadLetter;
import io.millrace.queue.redrive.DeadLetterStore;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Dead letters in a queue of a real broker, looked at. */
@Timeout(60)
class MillraceDeadLettersTest {
  private final LetterQueues queues;

  MillraceDeadLettersTest() throws IOException {
    queues =
        new LetterQueues(
            QueueRules.DEFAULT
                .withNamed("events", QueueRules.DEFAULT.withKeyPatterns())
                .withNamed(
                    "short.dead",
                    QueueRules.DEFAULT.with(
                        QueueArgument.CONSUMER_TIMEOUT, Duration.ofSeconds(10))));
  }

  @AfterEach
  void close() throws IOException {
    queues.close();
  }

  @Test
  void showsThemInTheirOrderAndLeavesThemAsTheyWere() throws Exception {
    queues.giveUp("orders", 3);
    for (int time = 0; time < 25; time++) { // more often than the broker tries a message
      assertThat(queues.payloads("orders.dead")).containsExactly("m0", "m1", "m2");
    }
    try (Binding binding = queues.client().bind("orders.dead")) {
      for (int i = 0; i < 3; i++) {
        Delivery next = binding.waitMessage(LetterQueues.PATIENCE).orElseThrow();
        assertThat(next.deliveryCount()).isZero();
        assertThat(new String(next.body(), UTF_8)).endsWith("m" + i);
      }
    }
  }

  @Test
  void endsAtOnceWhereNothingWaits() throws Exception {
    long start = System.nanoTime();
    assertThat(queues.payloads("orders.dead")).isEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
  }

  @Test
  void endsThoughSomeAreWithSomebodyElse() throws Exception {
    queues.giveUp("orders", 3);
    try (Binding other = queues.client().bind(BindOptions.of("orders.dead").withCredit(1))) {
      assertThat(other.waitMessage(LetterQueues.PATIENCE)).isPresent();
      assertThat(queues.payloads("orders.dead")).containsExactly("m1", "m2");
    }
  }

  @Test
  void endsThoughOthersHaveKeysThatWereNotAskedFor() throws Exception {
    for (String key : List.of("mail.error", "shop.error", "mail.info")) {
      queues
          .client()
          .publish(Publication.direct("events", key.getBytes(UTF_8)).withRoutingKey(key))
          .join();
    }
    List<DeadLetter> found = new ArrayList<>();
    try (DeadLetterStore letters = queues.letters("events").routingKey("*.error").build()) {
      assertThat(letters.description()).isEqualTo("queue events with key *.error");
      letters.read(found::add);
    }
    assertThat(found).hasSize(2);
  }

  /** As with a filter that somebody looks at for longer than the broker waits for an ack. */
  @Test
  void keepsWhatItHoldsForLongerThanTheBrokerWaits() throws Exception {
    queues.giveUp("short", 5);
    List<String> shown = new ArrayList<>();
    try (DeadLetterStore letters = queues.letters("short.dead").build()) {
      letters.read(
          letter -> {
            shown.add(letter.reason());
            await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
            return true;
          });
    }
    assertThat(shown).containsExactly("no 0", "no 1", "no 2", "no 3", "no 4");
    try (Binding binding = queues.client().bind("short.dead")) {
      assertThat(binding.waitMessage(LetterQueues.PATIENCE).orElseThrow().deliveryCount()).isZero();
    }
  }

  @Test
  void tellsThatTheBrokerWasLostOnTheWay() throws Exception {
    queues.giveUp("orders", 2);
    try (DeadLetterStore letters = queues.letters("orders.dead").build()) {
      assertThatThrownBy(
              () ->
                  letters.read(
                      letter -> {
                        queues.endBroker();
                        return true;
                      }))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("what was not done is there still");
    }
  }
}
