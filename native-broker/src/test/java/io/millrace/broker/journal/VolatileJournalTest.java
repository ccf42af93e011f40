package io.millrace.broker.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.broker.message.Message;
import io.millrace.broker.message.Properties;
import io.millrace.broker.queue.DurableCommand;
import io.millrace.broker.queue.Enqueue;
import io.millrace.broker.queue.Envelope;
import io.millrace.broker.queue.Fate;
import io.millrace.broker.queue.OffsetRuns;
import io.millrace.broker.queue.Offsets;
import io.millrace.broker.queue.Purge;
import io.millrace.broker.queue.QueueSnapshot;
import io.millrace.broker.queue.Settle;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VolatileJournalTest {
  private final VolatileJournal journal = new VolatileJournal(10_000);

  private Message enqueue(long offset, int sizeBytes) {
    Message message = new Message("", "q", Properties.NONE, new byte[sizeBytes]);
    journal.append(new Enqueue(offset, message, Envelope.plain(sizeBytes, 0)));
    return message;
  }

  @Test
  void keepsAMessageUntilItIsSettled() {
    Message message = enqueue(0, 10);
    assertThat(journal.read(0)).isSameAs(message);
    assertThat(journal.envelope(0).sizeBytes()).isEqualTo(10);

    journal.append(new Settle(Offsets.of(0), Fate.ACKNOWLEDGED, 10));

    assertThatThrownBy(() -> journal.read(0)).hasMessageContaining("offset 0");
  }

  @Test
  void allIsDurableAtOnceAndToldAtTheEndOfATurn() {
    List<Long> told = new ArrayList<>();
    journal.onDurable(told::add);
    enqueue(0, 1);
    enqueue(1, 1);
    assertThat(journal.durablePosition()).isEqualTo(1);

    journal.flush();
    journal.flush();

    assertThat(told).containsExactly(1L);
  }

  @Test
  void acceptsMessagesAgainOnceThereIsRoom() {
    assertThat(journal.acceptsMessages()).isTrue();
    enqueue(0, 10_000);
    assertThat(journal.acceptsMessages()).isFalse();

    journal.append(new Settle(Offsets.of(0), Fate.ACKNOWLEDGED, 10_000));

    assertThat(journal.acceptsMessages()).isTrue();
  }

  @Test
  void aPurgeLeavesTheSurvivors() {
    for (int offset = 0; offset < 1_000; offset++) {
      enqueue(offset, 1);
    }

    journal.append(new Purge(1_000, OffsetRuns.ofRange(500, 502), 998, 998));

    assertThat(journal.read(501)).isNotNull();
    assertThatThrownBy(() -> journal.read(502)).isInstanceOf(IllegalStateException.class);
    assertThat(journal.acceptsMessages()).isTrue();
  }

  @Test
  void thereIsNothingToRecover() {
    List<Boolean> clean = new ArrayList<>();
    journal.recover(
        new ReplayTarget() {
          @Override
          public void restore(QueueSnapshot snapshot, boolean cleanStop) {
            clean.add(cleanStop);
          }

          @Override
          public void replay(DurableCommand command) {
            throw new AssertionError("nothing was stored: " + command);
          }
        });

    assertThat(clean).containsExactly(true);
  }
}
