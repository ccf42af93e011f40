package io.millrace.broker.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.broker.journal.DurableListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StopTest {
  private static final StoreOptions ALWAYS = StoreOptions.DEFAULTS.withLowestFree(0);
  private static final StoreOptions LEFT_TO_THE_SYSTEM = ALWAYS.withSync(SyncPolicy.OS);

  private final ManualLoop loop = new ManualLoop();

  @Test
  void queuesThatStopInOneTurnShareASync() throws IOException {
    FaultyDisk disk = new FaultyDisk();
    try (LocalStore store = new LocalStore(disk, DirectoryLock.none(), ALWAYS)) {
      List<OffsetSetQueue> queues = open(store, 300);
      int before = disk.syncs();

      List<CompletableFuture<Void>> ends = stop(queues);

      loop.until(() -> ends.stream().allMatch(CompletableFuture::isDone));
      assertThat(ends).noneMatch(CompletableFuture::isCompletedExceptionally);
      assertThat(disk.syncs() - before).isOne();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whatHasStoppedOutlivesAPowerCutWhateverThePolicy(long seed) throws IOException {
    FaultyDisk disk = new FaultyDisk();
    FaultyDisk after;
    try (LocalStore store = new LocalStore(disk, DirectoryLock.none(), LEFT_TO_THE_SYSTEM)) {
      List<CompletableFuture<Void>> ends = stop(open(store, 3));
      loop.until(() -> ends.stream().allMatch(CompletableFuture::isDone));
      after = disk.crash(new Random(seed));
    }
    try (LocalStore store = new LocalStore(after, DirectoryLock.none(), LEFT_TO_THE_SYSTEM)) {
      for (int i = 0; i < 3; i++) {
        OffsetSetQueue queue = new OffsetSetQueue(store.loop(loop), "queue-" + i);
        assertThat(queue.stopped).as("seed %d", seed).isTrue();
        assertThat(queue.present).as("seed %d", seed).containsExactly(0L);
      }
    }
  }

  @Test
  void aStopThatCannotBeMadeDurableFails() throws IOException {
    FaultyDisk disk = new FaultyDisk();
    LocalStore store = new LocalStore(disk, DirectoryLock.none(), ALWAYS);
    List<OffsetSetQueue> queues = open(store, 2);
    disk.failSync();

    List<CompletableFuture<Void>> ends = stop(queues);

    loop.until(() -> ends.stream().allMatch(CompletableFuture::isDone));
    assertThat(ends).allMatch(CompletableFuture::isCompletedExceptionally);
    assertThatThrownBy(store::close).hasMessageContaining("could not be written");
  }

  @Test
  void noPowerCutBringsBackAQueueThatWasSaidToBeGone() throws IOException {
    FaultyDisk disk = new FaultyDisk();
    FaultyDisk after;
    try (LocalStore store = new LocalStore(disk, DirectoryLock.none(), ALWAYS)) {
      OffsetSetQueue queue = open(store, 2).get(0);
      queue.delete();
      assertThat(queue.gone).isNotDone();
      loop.until(queue.gone::isDone);
      after = disk.crashToWhatIsSynced();
    }
    try (LocalStore store = new LocalStore(after, DirectoryLock.none(), ALWAYS)) {
      assertThat(store.queues()).containsExactly("queue-1");
    }
  }

  @Test
  void whatIsStillOpenWhenTheStoreIsClosedIsToldThatItGetsNoFurther() throws IOException {
    LocalStore store = new LocalStore(new FaultyDisk(), DirectoryLock.none(), ALWAYS);
    OffsetSetQueue queue = open(store, 1).get(0);
    AtomicReference<UncheckedIOException> told = new AtomicReference<>();
    queue.journal().onDurable(onFailure(told::set));
    store.close();

    queue.publish(OffsetSetQueue.body("mail", 1, 10));

    assertThatThrownBy(queue.journal()::flush).hasMessageContaining("cannot be written");
    assertThat(told.get()).hasRootCauseMessage("the store is closed");
    assertThat(queue.journal().durablePosition()).isZero();
  }

  private static DurableListener onFailure(Consumer<UncheckedIOException> then) {
    return new DurableListener() {
      @Override
      public void durable(long position) {
        // the test looks for itself
      }

      @Override
      public void failed(UncheckedIOException cause) {
        then.accept(cause);
      }
    };
  }

  private List<OffsetSetQueue> open(LocalStore store, int count) {
    LoopStore ofLoop = store.loop(loop);
    List<OffsetSetQueue> queues = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      OffsetSetQueue queue = new OffsetSetQueue(ofLoop, "queue-" + i);
      queue.publish(OffsetSetQueue.body("mail", 0, 10));
      queues.add(queue);
    }
    queues.get(0).journal().flush();
    loop.until(() -> queues.stream().allMatch(queue -> queue.journal().durablePosition() == 0));
    return queues;
  }

  private static List<CompletableFuture<Void>> stop(List<OffsetSetQueue> queues) {
    List<CompletableFuture<Void>> ends = new ArrayList<>();
    queues.forEach(queue -> ends.add(queue.journal().stop(queue.snapshot())));
    queues.get(0).journal().flush();
    return ends;
  }
}
