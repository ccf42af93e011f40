package io.millrace.client.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.protocol.moonmq.QueueRules;
import io.millrace.client.BindOptions;
import io.millrace.client.Binding;
import io.millrace.client.Publication;
import io.millrace.queue.DeadLetterHeaders;
import io.millrace.queue.Headers;
import io.millrace.queue.Message;
import io.millrace.queue.Pusher;
import io.millrace.queue.envelope.EnvelopeFormat;
import io.millrace.queue.redrive.DeadLetterStore;
import io.millrace.queue.redrive.RedriveReport;
import io.millrace.queue.redrive.Selection;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Dead letters in a queue of a real broker: sent back, sent elsewhere, dropped. */
@Timeout(60)
class MillraceRedriveTest {
  private final LetterQueues queues;

  MillraceRedriveTest() throws IOException {
    queues = new LetterQueues(QueueRules.DEFAULT);
  }

  @AfterEach
  void close() throws IOException {
    queues.close();
  }

  @Test
  void sendsThemBackWithoutWhatTheyGotAndOneRedriveMore() throws Exception {
    queues.giveUp("orders", 2);
    try (DeadLetterStore letters = queues.letters("orders.dead").build()) {
      RedriveReport report = letters.redrive(Selection.all());
      assertThat(report.redriven()).isEqualTo(2);
      assertThat(report.failure()).isEmpty();
    }
    Headers headers = EnvelopeFormat.read(queues.take("orders", 2).get(0)).headers();
    assertThat(headers.toMap()).containsOnlyKeys(DeadLetterHeaders.REDRIVES);
    assertThat(queues.payloads("orders.dead")).isEmpty();
  }

  @Test
  void sendsBackWhatNobodyHasPutIntoAnEnvelopeAsItIs() throws Exception {
    queues.client().publishDirect("orders.dlq", "as it is".getBytes(UTF_8)).join();
    queues
        .client()
        .publish(Publication.direct("orders", "of a key".getBytes(UTF_8)).withRoutingKey("red.dlq"))
        .join();
    try (DeadLetterStore letters = queues.letters("orders.dlq").build();
        DeadLetterStore ofKey = queues.letters("orders").routingKey("red.dlq").build()) {
      assertThat(letters.redrive(Selection.all()).redriven()).isEqualTo(1);
      assertThat(ofKey.redrive(Selection.all()).redriven()).isEqualTo(1);
    }
    assertThat(queues.take("orders", 1)).containsExactly("as it is".getBytes(UTF_8));
    try (Binding red = queues.client().bind(BindOptions.of("orders").withRoutingKey("red"))) {
      assertThat(red.waitMessage(LetterQueues.PATIENCE).orElseThrow().body())
          .isEqualTo("of a key".getBytes(UTF_8));
    }
  }

  @Test
  void leavesWhatSaysThatItCameFromElsewhere() throws Exception {
    queues.giveUp("a-topic", "orders.dead", 2);
    queues.giveUp("orders", 1);
    try (DeadLetterStore letters = queues.letters("orders.dead").build()) {
      RedriveReport report = letters.redrive(Selection.all());
      assertThat(report.redriven()).isEqualTo(1);
      assertThat(report.failure().orElseThrow())
          .hasMessage(
              "queue orders.dead: 2 had to stay: they came from a-topic, which is not queue orders;"
                  + " name a target");
    }
    assertThat(queues.payloads("orders.dead")).containsExactly("m0", "m1");
  }

  @Test
  void doesNotFollowLettersThatComeBackAtOnce() throws Exception {
    queues.giveUp("orders", 5);
    try (DeadLetterStore letters = queues.letters("orders.dead").build();
        Pusher<byte[]> failingAgain = queues.pusher("orders.dead")) {
      assertThat(letters.redriveTo(failingAgain, Selection.all()).redriven()).isEqualTo(5);
    }
    assertThat(queues.payloads("orders.dead")).hasSize(5);
  }

  @Test
  void holdsMoreThanOneBindingMay() throws Exception {
    int count = 17_000;
    queues.giveUp("orders", count);
    try (DeadLetterStore letters = queues.letters("orders.dead").build()) {
      RedriveReport counted =
          letters.drop(Selection.where(letter -> letter.reason().equals("no 16999")).dryRun(true));
      assertThat(counted.lookedAt()).isEqualTo(count);
      assertThat(counted.redriven()).isEqualTo(1);
      assertThat(
              letters.drop(Selection.where(letter -> !letter.reason().equals("no 42"))).redriven())
          .isEqualTo(count - 1);
    }
    assertThat(queues.payloads("orders.dead")).containsExactly("m42");
  }

  @Test
  void dropsNoMoreThanWasAskedFor() throws Exception {
    queues.giveUp("orders", 5);
    try (DeadLetterStore letters = queues.letters("orders.dead").build()) {
      assertThat(letters.drop(Selection.all().atMost(2)).redriven()).isEqualTo(2);
    }
    assertThat(queues.payloads("orders.dead")).containsExactly("m2", "m3", "m4");
  }

  @Test
  void keepsWhatTheTargetDoesNotTake() throws Exception {
    queues.giveUp("orders", 2);
    try (DeadLetterStore letters = queues.letters("orders.dead").build()) {
      RedriveReport report = letters.redriveTo(new Refusing(), Selection.all());
      assertThat(report.redriven()).isZero();
      assertThat(report.failure()).isPresent();
    }
    assertThat(queues.payloads("orders.dead")).containsExactly("m0", "m1");
  }

  /** Takes nothing. */
  private static final class Refusing implements Pusher<byte[]> {
    @Override
    public String name() {
      return "refusing";
    }

    @Override
    public void push(List<Message<byte[]>> messages) throws IOException {
      throw new IOException("takes nothing");
    }
  }
}
