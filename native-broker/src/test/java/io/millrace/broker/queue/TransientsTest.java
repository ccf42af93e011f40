package io.millrace.broker.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.message.Message;
import io.millrace.broker.message.Properties;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/** Messages that are not persistent end with a restart, whatever the queue. */
class TransientsTest {
  private static final Properties PERSISTENT = Properties.builder().persistent().build();

  private final QueueFixture fixture = new QueueFixture(QueueOptions.builder().deadLettering(true));

  private void enqueue(boolean persistent, Envelope envelope) {
    fixture.queue.enqueue(
        new Message("", "q", persistent ? PERSISTENT : Properties.NONE, new byte[0]),
        envelope,
        fixture.nowMillis);
  }

  private void enqueue(int count, IntPredicate isPersistent) {
    for (int n = 0; n < count; n++) {
      enqueue(isPersistent.test(n), Envelope.plain(n + 1, fixture.nowMillis));
    }
  }

  /** The queue as a restart has it, from its last snapshot or from all its commands. */
  private QueueMachine restarted(boolean fromSnapshot) {
    QueueMachine restarted = new QueueMachine(QueueOptions.DEFAULT, fixture.log, fixture);
    if (fromSnapshot) {
      restarted.restore(QueueSnapshot.from(fixture.queue.snapshot().toBytes()), true);
    } else {
      restarted.restore(QueueSnapshot.EMPTY, true);
      fixture.log.commands.forEach(restarted::replay);
    }
    return restarted;
  }

  private void assertLeft(String offsets, long sizeBytes, long dropped) {
    String before = fixture.queue.snapshot().transients.toString();
    assertThat(restarted(false).snapshot().transients.toString()).isEqualTo(before);
    QueueMachine restarted = restarted(true);
    assertThat(restarted.dropTransients()).isEqualTo(dropped);
    restarted.start(fixture.nowMillis);
    QueueSnapshot left = restarted.snapshot();
    assertThat(left.present()).hasToString(offsets);
    assertThat(left.sizeBytes()).isEqualTo(sizeBytes);
    assertThat(left.transients.isEmpty()).isTrue();
    assertThat(restarted.dropTransients()).isZero();

    QueueMachine again = restarted(false);
    assertThat(again.snapshot().present()).as("replayed").hasToString(offsets);
  }

  @Test
  void nothingGoesWhereAllIsPersistent() {
    enqueue(5, n -> true);
    assertLeft("{0..4}", 15, 0);
  }

  @Test
  void allGoWhereNoneIs() {
    enqueue(5, n -> false);
    assertLeft("{}", 0, 5);
  }

  @Test
  void fewGoOfMany() {
    enqueue(10, n -> n != 3 && n != 7);
    assertLeft("{0..2, 4..6, 8..9}", 55 - 4 - 8, 2);
  }

  @Test
  void manyGoAndFewStay() {
    enqueue(10, n -> n == 3 || n == 7);
    assertLeft("{3, 7}", 12, 8);
  }

  @Test
  void moreThanOneCommandTellsOf() {
    enqueue(5_000, n -> n % 2 == 0);
    long left = 0;
    for (int n = 0; n < 5_000; n += 2) {
      left += n + 1;
    }
    QueueMachine restarted = restarted(true);
    assertThat(restarted.dropTransients()).isEqualTo(2_500);
    assertThat(restarted.snapshot().sizeBytes()).isEqualTo(left);
  }

  @Test
  void delayedOnesGoAndWhatExpiresIsForgotten() {
    Envelope plain = Envelope.plain(1, fixture.nowMillis);
    enqueue(false, plain.withDue(fixture.nowMillis + 1_000));
    enqueue(true, plain.withDue(fixture.nowMillis + 2_000));
    enqueue(false, plain.withExpiry(fixture.nowMillis + 1_000));
    enqueue(true, plain.withExpiry(fixture.nowMillis + 3_000));
    QueueMachine restarted = restarted(true);
    assertThat(restarted.dropTransients()).isEqualTo(2);
    restarted.start(fixture.nowMillis);
    assertThat(restarted.wakeAtMillis()).isGreaterThanOrEqualTo(fixture.nowMillis + 2_000);
    assertThat(restarted.counts().ready()).isOne();
    assertThat(restarted.counts().delayed()).isOne();
  }

  @Test
  void whatIsOnItsWayToTheDeadLettersGetsThere() {
    enqueue(3, n -> false);
    fixture.consumer(1, 1).deliveries();
    fixture.handle(new Reject(1, Offsets.of(0)));
    assertLeft("{0}", 1, 2);
  }

  @Test
  void whatWasSettledOrPurgedIsForgotten() {
    enqueue(4, n -> false);
    fixture.consumer(1, 2).deliveries();
    fixture.handle(new Acknowledge(1, Offsets.of(0)));
    assertThat(fixture.queue.snapshot().transients).hasToString("{1..3}");
    fixture.handle(new Detach(1, false));
    fixture.queue.purge(fixture.nowMillis);
    assertThat(fixture.queue.snapshot().transients.isEmpty()).isTrue();
    assertLeft("{}", 0, 0);
  }

  @Test
  void aSnapshotOfTheFirstVersionHasNone() {
    enqueue(3, n -> true);
    byte[] bytes = fixture.queue.snapshot().toBytes();
    assertThat(bytes[0]).as("version").isEqualTo((byte) 1);
    enqueue(1, n -> false);
    assertThat(fixture.queue.snapshot().toBytes()[0]).as("version").isEqualTo((byte) 2);
    assertThat(QueueSnapshot.from(bytes).transients.isEmpty()).isTrue();
  }
}
