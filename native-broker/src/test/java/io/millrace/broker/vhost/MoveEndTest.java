package io.millrace.broker.vhost;

import static io.millrace.broker.vhost.TestHost.arguments;
import static io.millrace.broker.vhost.TestHost.done;
import static io.millrace.broker.vhost.TestHost.persistent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.vhost.MoveReport.State;
import io.millrace.broker.vhost.TestConsumer.Received;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a move ends before all is moved, and what a crash leaves of one. */
@Timeout(60)
class MoveEndTest {
  private TestHost test = new TestHost();

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void aFullQueueEndsItAndWhatIsLeftKeepsItsPlace() {
    test.declare("from");
    test.declare("to", arguments("x-max-length", 3, "x-overflow", "reject-publish-dlx"));
    test.fill("from", 6);

    MoveReport report = test.move("from", MoveOptions.toQueue("to"));

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
    test.fill("from", 3);
    test.journals.full = true;

    assertThat(test.move("from", MoveOptions.toQueue("to")).state()).isEqualTo(State.NO_SPACE);

    assertThat(test.facts("from").ready()).isEqualTo(3);
  }

  @Test
  void nothingIsGoneFromTheOneQueueBeforeItIsDurableInTheOther() throws InterruptedException {
    test.declare(QueueDefinition.durable("from"));
    test.declare(QueueDefinition.durable("to"));
    test.fill("from", 20);
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
    test.fill("from", 20);
    test.move("from", MoveOptions.toQueue("to").atMost(15));
    test.publisher().publishAndWait(persistent("", "from", "last"));

    test = test.killed();

    assertThat(test.facts("to").ready()).isEqualTo(15);
    assertThat(test.facts("from").ready()).isEqualTo(6);
  }

  @Test
  void endsWithItsQueue() {
    test.declare("from");
    test.declare("to");
    test.fill("from", 5);
    Move move = done(test.host.move("from", MoveOptions.toQueue("to").atMostPerSecond(1)));

    done(test.host.deleteQueue("from", TestHost.CONNECTION, DeleteCondition.NONE));

    assertThat(TestHost.await(move.end()).state()).isEqualTo(State.UNAVAILABLE);
  }

  @Test
  void endsWithTheBroker() {
    test.declare("from");
    test.declare("to");
    test.fill("from", 5);
    Move move = done(test.host.move("from", MoveOptions.toQueue("to").atMostPerSecond(1)));

    test.close();

    assertThat(TestHost.await(move.end()).state()).isEqualTo(State.UNAVAILABLE);
  }

  @Test
  void aChoiceThatFailsEndsItButNotTheQueue() {
    test.declare("from");
    test.declare("to");
    test.fill("from", 5);
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
}
