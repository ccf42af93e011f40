package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.queue.DrainReport;
import io.millrace.queue.Headers;
import io.millrace.queue.Message;
import io.millrace.queue.Outcome;
import io.millrace.queue.QueueState;
import io.millrace.testkit.check.ConservationCheck;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Messages arrive: all of them, whole, within the limits. */
interface DeliveryContract {

  @Test
  default void deliversEachMessageOnceInOrderlyOperation(Trial trial) throws Exception {
    int count = trial.publishLoad(20);
    Worker worker = trial.worker().producers(2).handle(message -> Outcome.ack());
    trial.awaitDone(count);
    DrainReport report = worker.stop();
    assertThat(trial.judge(ConservationCheck.unordered()).duplicates()).isZero();
    assertThat(report.acked()).isEqualTo(count);
  }

  @Test
  default void deliversMessagesPublishedWhileItRuns(Trial trial) throws Exception {
    trial.worker().producers(2).handle(message -> Outcome.ack());
    for (int round = 1; round <= 5; round++) {
      trial.publish(10, 3);
      trial.awaitDone(10 * round);
    }
    trial.judge(ConservationCheck.unordered());
  }

  @Test
  default void keepsPayloadKeyAndHeaders(Trial trial) throws Exception {
    Message<byte[]> message = trial.messages(1, 1, 100).get(0);
    Headers headers = Headers.of("colour", "blue").with("umlaut", "\u00fc");
    trial.destination().publish(List.of(message.toBuilder().headers(headers).build()));
    List<Message<byte[]>> received = new CopyOnWriteArrayList<>();
    trial
        .worker()
        .handle(
            delivered -> {
              received.add(delivered);
              return Outcome.ack();
            });
    trial.awaitDone(1);
    assertThat(received.get(0).payload()).isEqualTo(message.payload());
    assertThat(received.get(0).key()).contains("k0");
    assertThat(received.get(0).headers().toMap()).containsAllEntriesOf(headers.toMap());
    assertThat(received.get(0).attempt()).isEqualTo(1);
  }

  @Test
  default void holdsNoMoreBytesThanItMay(Trial trial) throws Exception {
    int size = 16 * 1024;
    int bound = 8 * size;
    trial.destination().publish(trial.messages(60, 60, size));
    CountDownLatch release = new CountDownLatch(1);
    Worker worker =
        trial
            .worker()
            .producers(2)
            .with(queue -> queue.bufferBytes(bound))
            .handle(
                message -> {
                  release.await();
                  return Outcome.ack();
                });
    trial.await("some messages are held", () -> worker.traffic().heldBytes() >= bound / 2);
    // A producer learns a message's size only when it has it, so each of the two may go over by one
    // message. A source may count the key and headers of a message too.
    int message = size + 64;
    trial.holds(
        "the byte bound",
        Duration.ofMillis(250),
        () -> worker.traffic().heldBytes() <= bound + 2 * message);
    release.countDown();
    trial.awaitDone(60);
    trial.judge(ConservationCheck.unordered());
  }

  @Test
  default void passesAMessageLargerThanTheByteBound(Trial trial) throws Exception {
    trial.destination().publish(trial.messages(3, 3, 64 * 1024));
    trial.worker().with(queue -> queue.bufferBytes(1024)).handle(message -> Outcome.ack());
    trial.awaitDone(3);
    trial.judge(ConservationCheck.unordered());
  }

  @Test
  default void endsWithItsSource(Trial trial) throws Exception {
    trial.requires(Feature.END);
    int count = trial.publishLoad(10);
    trial.destination().end();
    Worker worker = trial.worker().producers(2).handle(message -> Outcome.ack());
    assertThat(worker.queue().awaitTermination(trial.backend().patience()))
        .as("ended by itself")
        .isTrue();
    assertThat(worker.queue().state()).isEqualTo(QueueState.STOPPED);
    assertThat(worker.queue().drainReport().orElseThrow().acked()).isEqualTo(count);
    assertThat(trial.judge(ConservationCheck.unordered()).duplicates()).isZero();
  }
}
