package io.millrace.broker.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.broker.message.Message;
import io.millrace.broker.message.Properties;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStoreTest {
  private static final StoreOptions SMALL =
      StoreOptions.DEFAULTS.withLog(1 << 16, 2).withLowestFree(0);

  @TempDir private Path directory;
  private final ManualLoop loop = new ManualLoop();

  @Test
  void keepsMessagesThroughARestart() throws IOException {
    try (LocalStore store = LocalStore.open(directory, SMALL)) {
      OffsetSetQueue queue = new OffsetSetQueue(store.loop(loop), "mail");
      publish(queue, 100, 20);
      queue.settle(0, 1, 5);
      awaitDurable(queue);
    }
    try (LocalStore store = LocalStore.open(directory, SMALL)) {
      assertThat(store.queues()).containsExactly("mail");
      OffsetSetQueue queue = new OffsetSetQueue(store.loop(loop), "mail");
      assertThat(queue.present).hasSize(97).doesNotContain(0L, 1L, 5L);
      assertReadable(queue, 20);
      assertThat(queue.stopped).isFalse();
    }
  }

  @Test
  void tellsThatAQueueWasStoppedInOrderUntilItIsOpenedAgain() throws IOException {
    try (LocalStore store = LocalStore.open(directory, SMALL)) {
      OffsetSetQueue queue = new OffsetSetQueue(store.loop(loop), "mail");
      publish(queue, 10, 20);
      CompletableFuture<Void> stopped = queue.journal().stop(queue.snapshot());
      queue.journal().flush();
      loop.until(stopped::isDone);
    }
    try (LocalStore store = LocalStore.open(directory, SMALL)) {
      OffsetSetQueue queue = new OffsetSetQueue(store.loop(loop), "mail");
      assertThat(queue.stopped).isTrue();
      assertThat(queue.replayed).isEmpty();
      assertThat(queue.present).hasSize(10);
      queue.journal().flush();
    }
    try (LocalStore store = LocalStore.open(directory, SMALL)) {
      OffsetSetQueue queue = new OffsetSetQueue(store.loop(loop), "mail");
      assertThat(queue.stopped).isFalse();
      assertReadable(queue, 20);
    }
  }

  @Test
  void movesWhatStaysOutOfTheLogAndReadsItFromThere() throws IOException {
    try (LocalStore store = LocalStore.open(directory, SMALL)) {
      OffsetSetQueue queue = new OffsetSetQueue(store.loop(loop), "mail");
      publish(queue, 5_000, 100);
      loop.until(() -> store.figures().logBytes() < 200_000);
      assertThat(store.figures().segments()).isPositive();
      assertReadable(queue, 100);
    }
    try (LocalStore store = LocalStore.open(directory, SMALL)) {
      OffsetSetQueue queue = new OffsetSetQueue(store.loop(loop), "mail");
      assertThat(queue.present).hasSize(5_000);
      assertReadable(queue, 100);
    }
  }

  @Test
  void aDeletedQueueDoesNotComeBackWithCheckpointsOfALaterLife() throws IOException {
    try (LocalStore store = LocalStore.open(directory, SMALL)) {
      LoopStore ofLoop = store.loop(loop);
      OffsetSetQueue queue = new OffsetSetQueue(ofLoop, "mail");
      publish(queue, 2_000, 100);
      loop.until(() -> store.figures().checkpoints() > 0 && store.figures().logBytes() < 200_000);
      queue.delete();
      awaitDurable(new OffsetSetQueue(ofLoop, "other"));
    }
    try (LocalStore store = LocalStore.open(directory, SMALL)) {
      assertThat(store.queues()).containsExactly("other");
      publish(new OffsetSetQueue(store.loop(loop), "other"), 5_000, 100);
      loop.until(() -> store.figures().checkpoints() > 0 && store.figures().logBytes() < 200_000);
    }
    try (LocalStore store = LocalStore.open(directory, SMALL)) {
      assertThat(store.queues()).containsExactly("other");
    }
  }

  @Test
  void aClosedQueueCanBeDeletedAndBeginAnew() throws IOException {
    try (LocalStore store = LocalStore.open(directory, SMALL)) {
      LoopStore ofLoop = store.loop(loop);
      OffsetSetQueue queue = new OffsetSetQueue(ofLoop, "mail");
      publish(queue, 100, 20);
      queue.journal().close();
      queue.delete();
      OffsetSetQueue anew = new OffsetSetQueue(ofLoop, "mail");
      assertThat(anew.present).isEmpty();
      publish(anew, 10, 20);
      awaitDurable(anew);
    }
    try (LocalStore store = LocalStore.open(directory, SMALL)) {
      OffsetSetQueue queue = new OffsetSetQueue(store.loop(loop), "mail");
      assertThat(queue.present).hasSize(10);
      assertReadable(queue, 20);
    }
  }

  @Test
  void remembersADeletedQueueOnlyUntilTheNextCheckpoint() throws IOException {
    try (LocalStore store = LocalStore.open(directory, SMALL)) {
      LoopStore ofLoop = store.loop(loop);
      for (int i = 0; i < 100; i++) {
        new OffsetSetQueue(ofLoop, "reply-" + i).delete();
      }
      assertThat(store.registry().deleted()).hasSize(100);
      pushOutOfTheLog(store, new OffsetSetQueue(ofLoop, "passing"));
      assertThat(store.registry().deleted()).isEmpty();
      assertThat(store.queues()).containsExactly("passing");
    }
  }

  @Test
  void readsAMessageThatMovedAcrossDeadOnesAlsoAfterARestart() throws IOException {
    try (LocalStore store = LocalStore.open(directory, SMALL)) {
      LoopStore ofLoop = store.loop(loop);
      OffsetSetQueue queue = new OffsetSetQueue(ofLoop, "mail");
      OffsetSetQueue lasting = new OffsetSetQueue(ofLoop, "lasting");
      OffsetSetQueue passing = new OffsetSetQueue(ofLoop, "passing");
      for (int segment = 0; segment < 4; segment++) {
        publish(lasting, segment == 1 ? 150 : 0, 100);
        publish(queue, 100, 100);
        publish(lasting, segment == 1 ? 150 : 0, 100);
        pushOutOfTheLog(store, passing);
      }
      for (long offset = 0; offset < 300; offset++) {
        if (offset < 90 || (offset >= 100 && offset < 290)) {
          queue.settle(offset);
        }
      }
      queue.journal().flush();
      pushOutOfTheLog(store, passing);
      pushOutOfTheLog(store, passing);
      pushOutOfTheLog(store, passing);
    }
    try (LocalStore store = LocalStore.open(directory, SMALL)) {
      OffsetSetQueue queue = new OffsetSetQueue(store.loop(loop), "mail");
      assertThat(queue.present).hasSize(120);
      assertReadable(queue, 100);
    }
  }

  /** Makes the log long with what does not stay, until all that stays has moved to a segment. */
  private void pushOutOfTheLog(LocalStore store, OffsetSetQueue passing) {
    long made = store.figures().checkpoints();
    long from = store.log().end();
    while (store.log().files().get(0).start() <= from) {
      publish(passing, 50, 100);
      for (long offset : List.copyOf(passing.present)) {
        passing.settle(offset);
      }
      awaitDurable(passing);
    }
    loop.until(() -> store.figures().checkpoints() > made);
  }

  @Test
  void givesSpaceBackAlthoughOneOldMessageStays() throws IOException {
    try (LocalStore store = LocalStore.open(directory, SMALL)) {
      OffsetSetQueue queue = new OffsetSetQueue(store.loop(loop), "mail");
      List<Long> sizes = new ArrayList<>();
      for (int round = 0; round < 20; round++) {
        publish(queue, 2_000, 100);
        for (long offset : List.copyOf(queue.present.tailSet(1L))) {
          queue.settle(offset);
        }
        awaitDurable(queue);
        long made = store.figures().checkpoints();
        loop.until(
            () -> store.figures().checkpoints() > made || store.figures().logBytes() < 200_000);
        sizes.add(store.figures().segmentBytes() + store.figures().logBytes());
      }
      assertThat(queue.present).containsExactly(0L);
      assertReadable(queue, 100);
      assertThat(sizes.get(19)).isLessThan(600_000);
    }
  }

  @Test
  void aDeletedQueueHoldsUpNoSpace() throws IOException {
    try (LocalStore store = LocalStore.open(directory, SMALL)) {
      LoopStore ofLoop = store.loop(loop);
      OffsetSetQueue gone = new OffsetSetQueue(ofLoop, "gone");
      publish(gone, 10, 100);
      gone.delete();
      OffsetSetQueue queue = new OffsetSetQueue(ofLoop, "mail");
      publish(queue, 5_000, 100);
      loop.until(() -> store.figures().logBytes() < 200_000);
      assertThat(store.queues()).containsExactly("mail");
    }
  }

  @Test
  void writesABodyOnceForAllQueuesOfATurn() throws IOException {
    int bytes = 1_000;
    int turns = 40;
    try (LocalStore store = LocalStore.open(directory, SMALL)) {
      LoopStore ofLoop = store.loop(loop);
      List<OffsetSetQueue> queues = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        queues.add(new OffsetSetQueue(ofLoop, "queue-" + i));
      }
      for (int turn = 0; turn < turns; turn++) {
        byte[] body = OffsetSetQueue.body("mail", turn, bytes);
        Message message = new Message("", "key", Properties.NONE, body);
        queues.forEach(queue -> queue.publish(message));
        queues.get(0).journal().flush();
        loop.until(() -> queues.stream().allMatch(queue -> isDurable(queue)));
      }
      loop.until(() -> store.figures().logBytes() < 200_000);
      StoreFigures figures = store.figures();
      assertThat(figures.logBytes() + figures.segmentBytes()).isLessThan(4L * turns * bytes);
      queues.forEach(queue -> assertReadable(queue, bytes));
    }
    try (LocalStore store = LocalStore.open(directory, SMALL)) {
      LoopStore ofLoop = store.loop(loop);
      for (int i = 0; i < 10; i++) {
        OffsetSetQueue queue = new OffsetSetQueue(ofLoop, "queue-" + i);
        assertThat(queue.present).hasSize(turns);
        assertReadable(queue, bytes);
      }
    }
  }

  private static boolean isDurable(OffsetSetQueue queue) {
    return queue.journal().durablePosition() + 1 == queue.next();
  }

  @Test
  void isOpenOnceAtATime() throws IOException {
    try (LocalStore store = LocalStore.open(directory, SMALL)) {
      assertThat(store.queues()).isEmpty();
      assertThatThrownBy(() -> LocalStore.open(directory, SMALL))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("in use");
    }
  }

  private void publish(OffsetSetQueue queue, int count, int bytes) {
    for (int i = 0; i < count; i++) {
      queue.publish(OffsetSetQueue.body("mail", queue.next(), bytes));
      if (i % 50 == 49) {
        queue.journal().flush();
        loop.turn();
      }
    }
    queue.journal().flush();
  }

  private void awaitDurable(OffsetSetQueue queue) {
    long last = queue.settle(queue.next());
    queue.journal().flush();
    loop.until(() -> queue.journal().durablePosition() >= last);
  }

  private static void assertReadable(OffsetSetQueue queue, int bytes) {
    for (long offset : queue.present) {
      assertThat(queue.journal().envelope(offset).sizeBytes()).isEqualTo(bytes);
      assertThat(queue.journal().read(offset).body())
          .isEqualTo(OffsetSetQueue.body("mail", offset, bytes));
    }
  }
}
