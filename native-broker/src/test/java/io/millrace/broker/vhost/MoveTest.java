package io.millrace.broker.vhost;

import static io.millrace.broker.vhost.TestHost.arguments;
import static io.millrace.broker.vhost.TestHost.done;
import static io.millrace.broker.vhost.TestHost.message;
import static io.millrace.broker.vhost.TestHost.persistent;
import static io.millrace.broker.vhost.TestHost.refused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.message.HeaderValue;
import io.millrace.broker.message.Message;
import io.millrace.broker.message.Properties;
import io.millrace.broker.queue.Offsets;
import io.millrace.broker.vhost.MoveReport.State;
import io.millrace.broker.vhost.TestConsumer.Received;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
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
    fill("from", 1_000);

    MoveReport report = move(MoveOptions.toQueue("to"));

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
    fill("from", 10);

    MoveReport report = move(MoveOptions.toQueue("to").where(m -> !body(m).equals("m1")).atMost(3));

    assertThat(report).isEqualTo(new MoveReport(4, 3, 3, 0, State.DONE));
    assertThat(test.consume("to", 5).bodies(3)).containsExactly("m0", "m2", "m3");
    assertThat(test.consume("from", 2).bodies(2)).containsExactly("m1", "m4");
  }

  @Test
  void aDryRunOnlyCounts() {
    test.declare("from");
    test.declare("to");
    fill("from", 600);

    MoveReport report = move(MoveOptions.toQueue("to").where(m -> body(m).endsWith("5")).dryRun());

    assertThat(report).isEqualTo(new MoveReport(600, 60, 0, 0, State.DONE));
    assertThat(test.facts("from").ready()).isEqualTo(600);
    assertThat(test.facts("to").ready()).isZero();
  }

  @Test
  void dropsWhatIsMeant() {
    test.declare("from");
    fill("from", 10);

    assertThat(move(MoveOptions.drop().where(m -> body(m).equals("m4"))).moved()).isEqualTo(1);

    assertThat(test.facts("from").ready()).isEqualTo(9);
    assertThat(test.consume("from", 10).bodies(9)).doesNotContain("m4");
  }

  @Test
  void keepsToItsRate() {
    test.declare("from");
    test.declare("to");
    fill("from", 20);

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
    fill("from", 20);
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

      assertThat(move("letters", MoveOptions.toOrigin()).moved()).isEqualTo(1);
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

    assertThat(move("q.dlq", MoveOptions.toOrigin()).moved()).isEqualTo(1);

    Received again = consumer.next();
    assertThat(again.body()).isEqualTo("poison");
    assertThat(again.deliveryCount()).isZero();
  }

  @Test
  void whatHasNoOriginStays() {
    test.declare("from");
    fill("from", 3);

    assertThat(move(MoveOptions.toOrigin())).isEqualTo(new MoveReport(3, 0, 0, 3, State.DONE));
    assertThat(test.facts("from").ready()).isEqualTo(3);
  }

  @Test
  void parkedMessagesAreRoutedOnceMore() {
    done(test.host.setOptions(new VirtualHostOptions(false, 100)));
    test.publisher().publishAndWait(message("amq.direct", "a", "a"));
    test.publisher().publishAndWait(message("amq.direct", "b", "b"));
    test.declare("late");
    test.bind("amq.direct", "late", "b");

    MoveReport report = move(VirtualHostOptions.PARKING_QUEUE, MoveOptions.toOrigin());

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

    move(MoveOptions.toQueue("to"));

    assertThat(consumer.next().body()).isEqualTo("n");
  }

  @Test
  void aFullQueueEndsItAndWhatIsLeftKeepsItsPlace() {
    test.declare("from");
    test.declare("to", arguments("x-max-length", 3, "x-overflow", "reject-publish-dlx"));
    fill("from", 6);

    MoveReport report = move(MoveOptions.toQueue("to"));

    assertThat(report.state()).isEqualTo(State.QUEUE_FULL);
    assertThat(report.moved()).isEqualTo(3);
    TestConsumer rest = test.consume("from", 5);
    for (String body : List.of("m3", "m4", "m5")) {
      Received next = rest.next();
      assertThat(next.body()).isEqualTo(body);
      assertThat(next.redelivered()).isFalse();
    }
  }

  @Test
  void aFullDiskEndsIt() {
    test.declare("from");
    test.declare(QueueDefinition.durable("to"));
    fill("from", 3);
    test.journals.full = true;

    assertThat(move(MoveOptions.toQueue("to")).state()).isEqualTo(State.NO_SPACE);

    assertThat(test.facts("from").ready()).isEqualTo(3);
  }

  @Test
  void nothingIsGoneFromTheOneQueueBeforeItIsDurableInTheOther() throws InterruptedException {
    test.declare(QueueDefinition.durable("from"));
    test.declare(QueueDefinition.durable("to"));
    fill("from", 20);
    test.journals.holdsBack = true;
    Move move = done(test.host.move("from", MoveOptions.toQueue("to")));
    await().until(() -> test.facts("to").ready() == 20);
    assertThat(test.facts("from").unacknowledged()).isEqualTo(20);
    assertThat(move.progress().moved()).isZero();

    test.journals.holdsBack = false;
    test = test.killed();

    assertThat(test.facts("from").ready() + test.facts("to").ready()).isGreaterThanOrEqualTo(20);
    assertThat(test.facts("from").ready()).isEqualTo(20);
  }

  @Test
  void whatWasMovedStaysMovedAfterACrash() throws InterruptedException {
    test.declare(QueueDefinition.durable("from"));
    test.declare(QueueDefinition.durable("to"));
    fill("from", 20);
    move(MoveOptions.toQueue("to").atMost(15));
    test.publisher().publishAndWait(persistent("", "from", "last"));

    test = test.killed();

    assertThat(test.facts("to").ready()).isEqualTo(15);
    assertThat(test.facts("from").ready()).isEqualTo(6);
  }

  @Test
  void endsWithItsQueue() {
    test.declare("from");
    test.declare("to");
    fill("from", 5);
    Move move = done(test.host.move("from", MoveOptions.toQueue("to").atMostPerSecond(1)));

    done(test.host.deleteQueue("from", TestHost.CONNECTION, DeleteCondition.NONE));

    assertThat(TestHost.await(move.end()).state()).isEqualTo(State.UNAVAILABLE);
  }

  @Test
  void endsWithTheBroker() {
    test.declare("from");
    test.declare("to");
    fill("from", 5);
    Move move = done(test.host.move("from", MoveOptions.toQueue("to").atMostPerSecond(1)));

    test.close();

    assertThat(TestHost.await(move.end()).state()).isEqualTo(State.UNAVAILABLE);
  }

  @Test
  void aChoiceThatFailsEndsItButNotTheQueue() {
    test.declare("from");
    test.declare("to");
    fill("from", 5);
    Move move =
        done(
            test.host.move(
                "from",
                MoveOptions.toQueue("to")
                    .where(
                        m -> {
                          throw new IllegalArgumentException("cannot choose");
                        })));

    assertThatThrownBy(() -> TestHost.await(move.end()))
        .isInstanceOf(CompletionException.class)
        .hasRootCauseMessage("cannot choose");
    assertThat(test.facts("from").ready()).isEqualTo(5);
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

  private void fill(String queue, int count) {
    TestPublisher publisher = test.publisher();
    for (int n = 0; n < count; n++) {
      publisher.publish(persistent("", queue, "m" + n));
    }
    publisher.awaitAll();
  }

  private MoveReport move(MoveOptions options) {
    return move("from", options);
  }

  private MoveReport move(String from, MoveOptions options) {
    return TestHost.await(done(test.host.move(from, options)).end());
  }

  private static String body(Message message) {
    return new String(message.body(), UTF_8);
  }
}
