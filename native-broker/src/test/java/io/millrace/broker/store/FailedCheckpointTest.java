package io.millrace.broker.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.broker.journal.Journal;
import io.millrace.broker.journal.ReplayTarget;
import io.millrace.broker.queue.DurableCommand;
import io.millrace.broker.queue.QueueSnapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A checkpoint that cannot be made, and what the next one does. */
@Timeout(60)
class FailedCheckpointTest {
  private static final int BODY_BYTES = 100;
  private static final StoreOptions SMALL =
      StoreOptions.DEFAULTS.withLog(1 << 14, 2).withLowestFree(0);

  private final ManualLoop loop = new ManualLoop();
  private final FaultyDisk disk = new FaultyDisk();

  @Test
  void deletesNothingThatAPowerCutWouldBringBack() throws IOException {
    FaultyDisk after;
    try (LocalStore store = open(disk, SMALL.withSync(SyncPolicy.OS))) {
      LoopStore ofLoop = store.loop(loop);
      OffsetSetQueue mail = new OffsetSetQueue(ofLoop, "mail");
      publish(mail, 20);
      OffsetSetQueue filling = new OffsetSetQueue(ofLoop, "filling");
      fill(store, filling, 3);
      fillUntilACheckpointIsWanted(store, filling);
      settleAll(mail);
      disk.refuse(
          "segment-",
          () -> {
            throw new IOException("no segments today");
          });
      loop.until(() -> disk.refused() > 0);
      filling.delete();
      disk.heal();
      long made = store.figures().checkpoints();
      loop.until(() -> store.figures().checkpoints() > made && store.figures().segments() == 0);
      after = disk.crashToWhatIsSynced();
    }
    try (LocalStore store = open(after, SMALL)) {
      OffsetSetQueue mail = new OffsetSetQueue(store.loop(loop), "mail");
      assertThat(mail.present).isEmpty();
    }
  }

  @Test
  void asksAgainForWhatAFailedOneWasToldWhateverMadeItFail() throws IOException {
    try (LocalStore store = open(disk, SMALL)) {
      LoopStore ofLoop = store.loop(loop);
      OffsetSetQueue mail = new OffsetSetQueue(ofLoop, "mail");
      publish(mail, 20);
      OffsetSetQueue filling = new OffsetSetQueue(ofLoop, "filling");
      fill(store, filling, 3);
      mail.settle(0);
      mail.journal().flush();
      disk.refuse(
          "segment-",
          () -> {
            if (disk.refused() == 1) {
              throw new IllegalStateException("a bug, as the test wants it");
            }
            throw new OutOfMemoryError("as the test wants it");
          });
      fillUntilACheckpointIsWanted(store, filling);
      loop.until(() -> disk.refused() > 1);
      disk.heal();
      fill(store, filling, 3);
    }
    try (LocalStore store = open(disk.copy(), SMALL)) {
      OffsetSetQueue mail = new OffsetSetQueue(store.loop(loop), "mail");
      assertThat(mail.present).hasSize(19).doesNotContain(0L);
    }
  }

  @Test
  void aQueueThatCouldNotBeRecoveredHoldsNoneUpAndKeepsWhatItHas() throws IOException {
    try (LocalStore store = open(disk, SMALL)) {
      LoopStore ofLoop = store.loop(loop);
      publish(new OffsetSetQueue(ofLoop, "mail"), 20);
      fill(store, new OffsetSetQueue(ofLoop, "filling"), 3);
    }
    FaultyDisk second = disk.copy();
    try (LocalStore store = open(second, SMALL)) {
      LoopStore ofLoop = store.loop(loop);
      Journal broken = ofLoop.open("mail", () -> {});
      assertThatThrownBy(() -> broken.recover(new Refusing())).hasMessage("not to be recovered");
      OffsetSetQueue filling = new OffsetSetQueue(ofLoop, "filling");
      for (int i = 0; i < 5 * (1 << 14) / BODY_BYTES; i++) {
        publish(filling, 1);
        loop.turn();
      }
      loop.until(() -> store.figures().checkpoints() > 0);
    }
    try (LocalStore store = open(second.copy(), SMALL)) {
      assertThat(new OffsetSetQueue(store.loop(loop), "mail").present).hasSize(20);
    }
  }

  @Test
  void anErrorWhileQueuesAreAskedHoldsUpNoFurtherOne() throws IOException {
    try (LocalStore store = open(disk, SMALL)) {
      OffsetSetQueue filling = new OffsetSetQueue(store.loop(loop), "filling");
      failOnce(
          filling,
          () -> {
            throw new OutOfMemoryError("as the test wants it");
          });
      fillUntilACheckpointIsWanted(store, filling);

      assertThatThrownBy(() -> loop.until(() -> store.figures().checkpoints() > 0))
          .isInstanceOf(OutOfMemoryError.class);

      loop.until(() -> store.figures().checkpoints() > 0);
    }
  }

  @Test
  void anErrorWhileQueuesAreToldEndsTheWaitForTheOthers() throws IOException {
    ExecutorService own = Executors.newSingleThreadExecutor();
    try (LocalStore store = open(disk, SMALL)) {
      LocalJournal journal = (LocalJournal) store.loop(own).open("mail", () -> {});
      Contribution any =
          new Contribution(
              journal,
              new CheckpointFile.Entry(false, 0, "mail", new byte[0]),
              List.of(),
              Map.of(),
              0);
      RoundNews news = new RoundNews(() -> false);

      assertThatThrownBy(
              () ->
                  news.tell(
                      List.of(any, any),
                      contribution -> {
                        throw new OutOfMemoryError("as the test wants it");
                      }))
          .isInstanceOf(IllegalStateException.class)
          .hasRootCauseInstanceOf(OutOfMemoryError.class);
    } finally {
      own.shutdown();
    }
  }

  @Test
  void leavesNoSegmentBehindWhenTheFileAfterItCannotBeWritten() throws IOException {
    AtomicLong segments = new AtomicLong();
    try (LocalStore store = open(disk, SMALL)) {
      OffsetSetQueue filling = new OffsetSetQueue(store.loop(loop), "filling");
      disk.refuse(
          CheckpointFile.UNFINISHED,
          () -> {
            segments.set(disk.names().stream().filter(Segment::isName).count());
            throw new IOException("no checkpoints today");
          });
      fillUntilACheckpointIsWanted(store, filling);

      loop.until(() -> disk.refused() > 1);

      assertThat(segments).describedAs("segments, with the one of the attempt").hasValue(1);
      disk.heal();
      loop.until(() -> store.figures().checkpoints() > 0);
      assertThat(disk.names()).filteredOn(Segment::isName).hasSize(store.figures().segments());
    }
  }

  @Test
  void countsAsDeadWhatAFailedOneWasTold() throws IOException {
    try (LocalStore store = open(disk, SMALL)) {
      LoopStore ofLoop = store.loop(loop);
      OffsetSetQueue mail = new OffsetSetQueue(ofLoop, "mail");
      publish(mail, 1_000);
      OffsetSetQueue filling = new OffsetSetQueue(ofLoop, "filling");
      fill(store, filling, 3);
      settleAll(mail);
      settleAll(filling);
      failOnce(
          filling,
          () -> {
            throw new IllegalStateException("a bug, as the test wants it");
          });
      fillUntilACheckpointIsWanted(store, filling);
      assertThatThrownBy(() -> loop.until(() -> false)).hasMessage("a bug, as the test wants it");
      settleAll(filling);

      loop.until(() -> store.figures().liveBytes() == 0);
    }
  }

  @Test
  void leavesNoQueueOutWhoseDeletionAPowerCutWouldTakeBack() throws IOException {
    FaultyDisk after;
    try (LocalStore store = open(disk, SMALL.withSync(SyncPolicy.OS))) {
      LoopStore ofLoop = store.loop(loop);
      OffsetSetQueue mail = new OffsetSetQueue(ofLoop, "mail");
      publish(mail, 20);
      OffsetSetQueue filling = new OffsetSetQueue(ofLoop, "filling");
      CountDownLatch synced = new CountDownLatch(1);
      CountDownLatch deleted = new CountDownLatch(1);
      // The new segment is synced when the log has been.
      disk.beforeSync(
          "segment-",
          () -> {
            synced.countDown();
            await(deleted);
          });
      fillUntilACheckpointIsWanted(store, filling);
      loop.until(() -> synced.getCount() == 0);
      mail.delete();
      deleted.countDown();
      loop.until(() -> store.figures().checkpoints() > 0);
      after = disk.crashToWhatIsSynced();
    }
    try (LocalStore store = open(after, SMALL)) {
      assertThat(new OffsetSetQueue(store.loop(loop), "mail").present).hasSize(20);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupt) {
      throw new IllegalStateException(interrupt);
    }
  }

  /** The first time that the queue is asked. */
  private static void failOnce(OffsetSetQueue queue, Runnable how) {
    queue.beforeCheckpoint =
        () -> {
          queue.beforeCheckpoint = () -> {};
          how.run();
        };
  }

  private static final class Refusing implements ReplayTarget {
    @Override
    public void restore(QueueSnapshot snapshot, boolean cleanStop) {
      throw new IllegalStateException("not to be recovered");
    }

    @Override
    public void replay(DurableCommand command) {
      throw new AssertionError("replayed after a failure");
    }
  }

  /** Fills so many files of the log; afterwards what was there before stands in segments. */
  private void fill(LocalStore store, OffsetSetQueue filling, int files) {
    for (int i = 0; i < files * (1 << 14) / BODY_BYTES; i++) {
      publish(filling, 1);
      loop.turn();
    }
    loop.until(() -> store.figures().segments() > 0 && store.log().files().size() <= 2);
  }

  /** The checkpoint thread asks then, but nobody hears it: the loop takes no turn. */
  private static void fillUntilACheckpointIsWanted(LocalStore store, OffsetSetQueue filling)
      throws IOException {
    while (store.log().files().size() <= 2) {
      publish(filling, 1);
      store.log().read(ByteBuffer.allocate(1), store.log().end() - 1);
    }
  }

  private static void publish(OffsetSetQueue queue, int count) {
    for (int i = 0; i < count; i++) {
      queue.publish(OffsetSetQueue.body("mail", queue.next(), BODY_BYTES));
    }
    queue.journal().flush();
  }

  private static void settleAll(OffsetSetQueue queue) {
    List.copyOf(queue.present).forEach(queue::settle);
    queue.journal().flush();
  }

  private static LocalStore open(FaultyDisk disk, StoreOptions options) throws IOException {
    return new LocalStore(disk, DirectoryLock.none(), options);
  }
}
