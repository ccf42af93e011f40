package io.millrace.broker.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class QueueSnapshotTest {
  private static QueueSnapshot full() {
    QueueFixture fixture =
        new QueueFixture(
            QueueOptions.builder()
                .deadLettering(true)
                .maxPriority(9)
                .deduplication(new Deduplication(1_000, 10)));
    fixture.consumer(1, 9).enqueue(6).deliveries();
    fixture.handle(new Reject(1, Offsets.of(1))).handle(new Return(1, Offsets.of(2), true, 0));
    fixture.handle(new Return(1, Offsets.of(3), true, 5_000));
    fixture.handle(new Acknowledge(1, Offsets.of(4)));
    fixture.enqueue(fixture.plain().withPriority(7).withExpiry(9_000));
    fixture.enqueue(fixture.plain().withDue(8_000).withDeduplicationId("ä"));
    return fixture.queue.snapshot();
  }

  @Test
  void aHundredMillionPlainMessagesTakeAFewBytes() {
    QueueSnapshot snapshot = new QueueSnapshot();
    snapshot.ready.put(0, OffsetRuns.ofRange(0, 100_000_000));

    assertThat(snapshot.toBytes()).hasSizeLessThan(32);
  }

  @Test
  void tellsWhatIsInTheQueue() {
    assertThat(full().present()).hasToString("{0..3, 5..7}");
    assertThat(full().sizeBytes()).isEqualTo(7);
    assertThat(full().nextOffset()).isEqualTo(8);
  }

  @Test
  void isReadAsItWasWritten() {
    QueueSnapshot read = QueueSnapshot.from(full().toBytes());

    assertThat(read).isEqualTo(full()).hasToString(full().toString());
  }

  @Test
  void isRefusedWhereverItIsCut() {
    byte[] bytes = full().toBytes();
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> QueueSnapshot.from(cut))
          .isInstanceOf(IllegalArgumentException.class);
    }
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
    assertThatThrownBy(() -> QueueSnapshot.from(longer)).hasMessageContaining("ends at");
  }

  @Test
  void isRefusedInAnotherVersion() {
    byte[] bytes = full().toBytes();
    bytes[0] = 99;

    assertThatThrownBy(() -> QueueSnapshot.from(bytes)).hasMessageContaining("99");
  }

  @Test
  void onlyAnUncleanStopMakesMessagesSuspect() {
    QueueFixture fixture = new QueueFixture(QueueOptions.builder());
    fixture.consumer(1, 1).enqueue(2).deliveries();
    fixture.handle(new Detach(1, false));
    QueueSnapshot last = fixture.queue.snapshot();

    fixture.queue = new QueueMachine(QueueOptions.DEFAULT, fixture.log, fixture);
    fixture.queue.restore(last, true);
    fixture.queue.start(fixture.nowMillis);

    assertThat(fixture.consumer(1, 2).deliveries()).containsExactly("1<0 again", "1<1");
  }
}
