package io.millrace.broker.vhost;

import static io.millrace.broker.vhost.TestHost.arguments;
import static io.millrace.broker.vhost.TestHost.done;
import static io.millrace.broker.vhost.TestHost.message;
import static io.millrace.broker.vhost.TestHost.refused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.message.HeaderValue;
import io.millrace.broker.message.Message;
import io.millrace.broker.message.Properties;
import io.millrace.broker.queue.Offsets;
import io.millrace.broker.vhost.MoveReport.State;
import io.millrace.broker.vhost.TestConsumer.Received;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MoveTest {
  private TestHost test = new TestHost();

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void movesAllToAnotherQueueInTheirOrder() {
    test.declare("from");
    test.declare("to");
    test.fill("from", 1_000);

    MoveReport report = test.move("from", MoveOptions.toQueue("to"));

    assertThat(report).isEqualTo(new MoveReport(1_000, 1_000, 1_000, 0, State.DONE));
    assertThat(test.facts("from").ready()).isZero();
    assertThat(test.facts("from").unacknowledged()).isZero();
    TestConsumer consumer = test.consume("to", 1_000);
    assertThat(consumer.bodies(1_000))
        .isEqualTo(IntStream.range(0, 1_000).mapToObj(n -> "m" + n).toList());
  }

  @Test
  void movesOnlyWhatIsMeantAndNoMoreThanTheLimit() {
    test.declare("from");
    test.declare("to");
    test.fill("from", 10);

    MoveReport report =
        test.move("from", MoveOptions.toQueue("to").where(m -> !body(m).equals("m1")).atMost(3));

    assertThat(report).isEqualTo(new MoveReport(4, 3, 3, 0, State.DONE));
    assertThat(test.consume("to", 5).bodies(3)).containsExactly("m0", "m2", "m3");
    assertThat(test.consume("from", 2).bodies(2)).containsExactly("m1", "m4");
  }

  @Test
  void aDryRunOnlyCounts() {
    test.declare("from");
    test.declare("to");
    test.fill("from", 600);

    MoveReport report =
        test.move("from", MoveOptions.toQueue("to").where(m -> body(m).endsWith("5")).dryRun());

    assertThat(report).isEqualTo(new MoveReport(600, 60, 0, 0, State.DONE));
    assertThat(test.facts("from").ready()).isEqualTo(600);
    assertThat(test.facts("to").ready()).isZero();
  }

  @Test
  void dropsWhatIsMeant() {
    test.declare("from");
    test.fill("from", 10);

    assertThat(test.move("from", MoveOptions.drop().where(m -> body(m).equals("m4"))).moved())
        .isEqualTo(1);

    assertThat(test.facts("from").ready()).isEqualTo(9);
    assertThat(test.consume("from", 10).bodies(9)).doesNotContain("m4");
  }

  @Test
  void keepsToItsRate() {
    test.declare("from");
    test.declare("to");
    test.fill("from", 20);

    Move move = done(test.host.move("from", MoveOptions.toQueue("to").atMostPerSecond(1)));
    await().until(() -> test.facts("to").ready() == 1);
    assertThat(move.progress().state()).isEqualTo(State.MOVING);
    test.advance(Duration.ofSeconds(5));
    await().until(() -> test.facts("to").ready() >= 6);
    assertThat(test.facts("to").ready()).isLessThan(15);
    test.advance(Duration.ofSeconds(30));

    assertThat(TestHost.await(move.end()).moved()).isEqualTo(20);
  }

  @Test
  void canBeCancelled() {
    test.declare("from");
    test.declare("to");
    test.fill("from", 20);
    Move move = done(test.host.move("from", MoveOptions.toQueue("to").atMostPerSecond(1)));

    move.cancel();

    MoveReport report = TestHost.await(move.end());
    assertThat(report.state()).isEqualTo(State.CANCELLED);
    assertThat(test.facts("from").ready() + test.facts("to").ready()).isEqualTo(20);
    assertThat(test.facts("to").ready()).isEqualTo(report.moved());
  }

  @Test
  void aRedriveGivesDeadLettersBackAsTheyWere() {
    test.declare(
        "work", arguments("x-dead-letter-exchange", "", "x-dead-letter-routing-key", "letters"));
    test.declare("letters");
    test.bind("amq.topic", "work", "order.*");
    TestConsumer worker = test.consume("work", 1);
    test.publisher().publishAndWait(message("amq.topic", "order.new", "m"));
    for (int round = 1; round <= 2; round++) {
      worker.subscription().reject(Offsets.of(worker.next().offset()));
      await().until(() -> test.facts("letters").ready() == 1);

      assertThat(test.move("letters", MoveOptions.toOrigin()).moved()).isEqualTo(1);
    }

    Received again = worker.next();
    assertThat(again.redelivered()).isFalse();
    Message message = again.message();
    assertThat(message.exchange()).isEqualTo("amq.topic");
    assertThat(message.routingKey()).isEqualTo("order.new");
    assertThat(message.headers().count()).isEqualTo(1);
    assertThat(message.headers().get("x-redrives")).isEqualTo(HeaderValue.of(2L));
  }

  @Test
  void aPoisonMessageGoesBackFromTheQueueThatKeepsItWithAllItsAttempts() {
    test.declare("q", arguments("x-delivery-limit", 0));
    TestConsumer consumer = test.consume("q", 1);
    test.publisher().publishAndWait(message("", "q", "poison"));
    consumer.subscription().giveBack(Offsets.of(consumer.next().offset()), true);
    await().until(() -> test.host.queues().size() == 2 && test.facts("q.dlq").ready() == 1);

    assertThat(test.move("q.dlq", MoveOptions.toOrigin()).moved()).isEqualTo(1);

    Received again = consumer.next();
    assertThat(again.body()).isEqualTo("poison");
    assertThat(again.deliveryCount()).isZero();
  }

  @Test
  void whatHasNoOriginStays() {
    test.declare("from");
    test.fill("from", 3);

    assertThat(test.move("from", MoveOptions.toOrigin()))
        .isEqualTo(new MoveReport(3, 0, 0, 3, State.DONE));
    assertThat(test.facts("from").ready()).isEqualTo(3);
  }

  @Test
  void parkedMessagesAreRoutedOnceMore() {
    done(test.host.setOptions(new VirtualHostOptions(false, 100)));
    test.publisher().publishAndWait(message("amq.direct", "a", "a"));
    test.publisher().publishAndWait(message("amq.direct", "b", "b"));
    test.declare("late");
    test.bind("amq.direct", "late", "b");

    MoveReport report = test.move(VirtualHostOptions.PARKING_QUEUE, MoveOptions.toOrigin());

    assertThat(report).isEqualTo(new MoveReport(2, 1, 1, 1, State.DONE));
    assertThat(test.consume("late", 5).next().message().exchange()).isEqualTo("amq.direct");
    assertThat(test.facts(VirtualHostOptions.PARKING_QUEUE).ready()).isEqualTo(1);
    assertThat(test.host.unroutable()).containsEntry("amq.direct", 2L);
  }

  @Test
  void aDuplicateOrADelayOfLongAgoIsNoReasonToLoseOrHoldOne() {
    test.declare("to", arguments("x-message-deduplication", true));
    test.declare("from");
    Properties properties = Properties.builder().deduplicationId("id").delayMillis(60_000).build();
    test.publisher().publishAndWait(message("", "to", "m").withProperties(properties));
    test.publisher().publishAndWait(message("", "from", "n").withProperties(properties));
    test.advance(Duration.ofSeconds(61));
    TestConsumer consumer = test.consume("to", 5);
    assertThat(consumer.next().body()).isEqualTo("m");
    await().until(() -> test.facts("from").ready() == 1);

    test.move("from", MoveOptions.toQueue("to"));

    assertThat(consumer.next().body()).isEqualTo("n");
  }

  @Test
  void refusesQueuesThatAreNotThere() {
    test.declare("from");

    assertThat(refused(test.host.move("gone", MoveOptions.toQueue("from"))).text())
        .isEqualTo("no queue 'gone'");
    assertThat(refused(test.host.move("from", MoveOptions.toQueue("gone"))).text())
        .isEqualTo("no queue 'gone'");
    assertThat(refused(test.host.move("from", MoveOptions.toQueue("from"))))
        .isInstanceOf(Refusal.Invalid.class);
  }

  private static String body(Message message) {
    return new String(message.body(), UTF_8);
  }
}
