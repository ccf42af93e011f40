package io.millrace.client.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.protocol.moonmq.MoonmqSettings;
import io.millrace.broker.protocol.moonmq.QueueRules;
import io.millrace.broker.server.Broker;
import io.millrace.broker.server.BrokerSettings;
import io.millrace.broker.vhost.QueueArgument;
import io.millrace.client.BindOptions;
import io.millrace.client.Binding;
import io.millrace.client.Delivery;
import io.millrace.client.MillraceClient;
import io.millrace.client.Publication;
import io.millrace.client.adapter.MillracePayload;
import io.millrace.client.adapter.MillracePusher;
import io.millrace.queue.DeadLetterHeaders;
import io.millrace.queue.Headers;
import io.millrace.queue.Message;
import io.millrace.queue.Pusher;
import io.millrace.queue.envelope.EnvelopeFormat;
import io.millrace.queue.redrive.DeadLetter;
import io.millrace.queue.redrive.DeadLetterStore;
import io.millrace.queue.redrive.RedriveReport;
import io.millrace.queue.redrive.Selection;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Dead letters in a queue of a real broker. */
@Timeout(60)
class MillraceDeadLettersTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private Broker broker;
  private MillraceClient client;

  @BeforeEach
  void connect() throws IOException {
    QueueRules rules =
        QueueRules.DEFAULT
            .withNamed("events", QueueRules.DEFAULT.withKeyPatterns())
            .withNamed(
                "short.dead",
                QueueRules.DEFAULT.with(QueueArgument.CONSUMER_TIMEOUT, Duration.ofSeconds(10)));
    broker =
        Broker.start(
            BrokerSettings.embedded().withMoonmq(MoonmqSettings.DEFAULT.withQueues(rules)));
    client = MillraceClient.builder().address(address()).user("guest", "guest").build();
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    broker.close();
  }

  @Test
  void showsThemInTheirOrderAndLeavesThemAsTheyWere() throws Exception {
    giveUp("orders", 3);
    for (int time = 0; time < 25; time++) { // more often than the broker tries a message
      assertThat(payloads("orders.dead")).containsExactly("m0", "m1", "m2");
    }
    try (Binding binding = client.bind("orders.dead")) {
      for (int i = 0; i < 3; i++) {
        Delivery next = binding.waitMessage(PATIENCE).orElseThrow();
        assertThat(next.deliveryCount()).isZero();
        assertThat(new String(next.body(), UTF_8)).endsWith("m" + i);
      }
    }
  }

  @Test
  void endsAtOnceWhereNothingWaits() throws Exception {
    long start = System.nanoTime();
    assertThat(payloads("orders.dead")).isEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
  }

  @Test
  void endsThoughSomeAreWithSomebodyElse() throws Exception {
    giveUp("orders", 3);
    try (Binding other = client.bind(BindOptions.of("orders.dead").withCredit(1))) {
      assertThat(other.waitMessage(PATIENCE)).isPresent();
      assertThat(payloads("orders.dead")).containsExactly("m1", "m2");
    }
  }

  @Test
  void endsThoughOthersHaveKeysThatWereNotAskedFor() throws Exception {
    for (String key : List.of("mail.error", "shop.error", "mail.info")) {
      client.publish(Publication.direct("events", key.getBytes(UTF_8)).withRoutingKey(key)).join();
    }
    List<DeadLetter> found = new ArrayList<>();
    try (DeadLetterStore letters = letters("events").routingKey("*.error").build()) {
      assertThat(letters.description()).isEqualTo("queue events with key *.error");
      letters.read(found::add);
    }
    assertThat(found).hasSize(2);
  }

  @Test
  void sendsThemBackWithoutWhatTheyGotAndOneRedriveMore() throws Exception {
    giveUp("orders", 2);
    try (DeadLetterStore letters = letters("orders.dead").build()) {
      RedriveReport report = letters.redrive(Selection.all());
      assertThat(report.redriven()).isEqualTo(2);
      assertThat(report.failure()).isEmpty();
    }
    Headers headers = EnvelopeFormat.read(take("orders", 2).get(0)).headers();
    assertThat(headers.toMap()).containsOnlyKeys(DeadLetterHeaders.REDRIVES);
    assertThat(payloads("orders.dead")).isEmpty();
  }

  @Test
  void sendsBackWhatNobodyHasPutIntoAnEnvelopeAsItIs() throws Exception {
    client.publishDirect("orders.dlq", "as it is".getBytes(UTF_8)).join();
    client
        .publish(Publication.direct("orders", "of a key".getBytes(UTF_8)).withRoutingKey("red.dlq"))
        .join();
    try (DeadLetterStore letters = letters("orders.dlq").build();
        DeadLetterStore ofKey = letters("orders").routingKey("red.dlq").build()) {
      assertThat(letters.redrive(Selection.all()).redriven()).isEqualTo(1);
      assertThat(ofKey.redrive(Selection.all()).redriven()).isEqualTo(1);
    }
    assertThat(take("orders", 1)).containsExactly("as it is".getBytes(UTF_8));
    try (Binding red = client.bind(BindOptions.of("orders").withRoutingKey("red"))) {
      assertThat(red.waitMessage(PATIENCE).orElseThrow().body())
          .isEqualTo("of a key".getBytes(UTF_8));
    }
  }

  @Test
  void leavesWhatSaysThatItCameFromElsewhere() throws Exception {
    giveUp("a-topic", "orders.dead", 2);
    giveUp("orders", 1);
    try (DeadLetterStore letters = letters("orders.dead").build()) {
      RedriveReport report = letters.redrive(Selection.all());
      assertThat(report.redriven()).isEqualTo(1);
      assertThat(report.failure().orElseThrow())
          .hasMessage(
              "queue orders.dead: 2 had to stay: they came from a-topic, which is not queue orders;"
                  + " name a target");
    }
    assertThat(payloads("orders.dead")).containsExactly("m0", "m1");
  }

  @Test
  void doesNotFollowLettersThatComeBackAtOnce() throws Exception {
    giveUp("orders", 5);
    try (DeadLetterStore letters = letters("orders.dead").build();
        Pusher<byte[]> failingAgain = pusher("orders.dead")) {
      assertThat(letters.redriveTo(failingAgain, Selection.all()).redriven()).isEqualTo(5);
    }
    assertThat(payloads("orders.dead")).hasSize(5);
  }

  @Test
  void holdsMoreThanOneBindingMay() throws Exception {
    int count = 17_000;
    giveUp("orders", count);
    try (DeadLetterStore letters = letters("orders.dead").build()) {
      RedriveReport counted =
          letters.drop(Selection.where(letter -> letter.reason().equals("no 16999")).dryRun(true));
      assertThat(counted.lookedAt()).isEqualTo(count);
      assertThat(counted.redriven()).isEqualTo(1);
      assertThat(
              letters.drop(Selection.where(letter -> !letter.reason().equals("no 42"))).redriven())
          .isEqualTo(count - 1);
    }
    assertThat(payloads("orders.dead")).containsExactly("m42");
  }

  /** As with a filter that somebody looks at for longer than the broker waits for an ack. */
  @Test
  void keepsWhatItHoldsForLongerThanTheBrokerWaits() throws Exception {
    giveUp("short", 5);
    List<String> shown = new ArrayList<>();
    try (DeadLetterStore letters = letters("short.dead").build()) {
      letters.read(
          letter -> {
            shown.add(letter.reason());
            await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
            return true;
          });
    }
    assertThat(shown).containsExactly("no 0", "no 1", "no 2", "no 3", "no 4");
    try (Binding binding = client.bind("short.dead")) {
      assertThat(binding.waitMessage(PATIENCE).orElseThrow().deliveryCount()).isZero();
    }
  }

  @Test
  void dropsNoMoreThanWasAskedFor() throws Exception {
    giveUp("orders", 5);
    try (DeadLetterStore letters = letters("orders.dead").build()) {
      assertThat(letters.drop(Selection.all().atMost(2)).redriven()).isEqualTo(2);
    }
    assertThat(payloads("orders.dead")).containsExactly("m2", "m3", "m4");
  }

  @Test
  void keepsWhatTheTargetDoesNotTake() throws Exception {
    giveUp("orders", 2);
    try (DeadLetterStore letters = letters("orders.dead").build()) {
      RedriveReport report = letters.redriveTo(new Refusing(), Selection.all());
      assertThat(report.redriven()).isZero();
      assertThat(report.failure()).isPresent();
    }
    assertThat(payloads("orders.dead")).containsExactly("m0", "m1");
  }

  @Test
  void tellsThatTheBrokerWasLostOnTheWay() throws Exception {
    giveUp("orders", 2);
    try (DeadLetterStore letters = letters("orders.dead").build()) {
      assertThatThrownBy(
              () ->
                  letters.read(
                      letter -> {
                        endBroker();
                        return true;
                      }))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("what was not done is there still");
    }
  }

  private void endBroker() {
    try {
      broker.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private String address() {
    return broker.endpoints().get(0).toString();
  }

  private MillraceDeadLetters letters(String queue) {
    return MillraceDeadLetters.builder()
        .address(address())
        .location(broker -> broker.user("guest", "guest"))
        .queue(queue);
  }

  private Pusher<byte[]> pusher(String queue) {
    return MillracePusher.builder(MillracePayload.bytes()).client(client).queue(queue).build();
  }

  private void giveUp(String origin, int count) throws Exception {
    giveUp(origin, origin + ".dead", count);
  }

  private void giveUp(String origin, String deadQueue, int count) throws Exception {
    try (Pusher<byte[]> dead = pusher(deadQueue)) {
      dead.push(
          IntStream.range(0, count)
              .mapToObj(
                  i ->
                      Message.builder(("m" + i).getBytes(UTF_8))
                          .headers(
                              Headers.of(DeadLetterHeaders.ORIGIN, origin)
                                  .with(DeadLetterHeaders.REASON, "no " + i))
                          .build())
              .toList());
    }
  }

  private List<String> payloads(String queue) throws Exception {
    List<DeadLetter> found = new ArrayList<>();
    try (DeadLetterStore letters = letters(queue).build()) {
      letters.read(found::add);
    }
    return found.stream().map(letter -> new String(letter.message().payload(), UTF_8)).toList();
  }

  private List<byte[]> take(String queue, int count) throws Exception {
    List<byte[]> bodies = new ArrayList<>();
    try (Binding binding = client.bind(queue)) {
      for (int i = 0; i < count; i++) {
        Delivery next = binding.waitMessage(PATIENCE).orElseThrow();
        bodies.add(next.body());
        next.ack();
      }
    }
    return bodies;
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
