package io.millrace.broker.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DiskFullTest {
  private static final StoreOptions TINY =
      new StoreOptions(SyncPolicy.ALWAYS, 20_000, 2, 4_000, 2, 80_000);

  private final ManualLoop loop = new ManualLoop();

  @Test
  void refusesMessagesBelowTheWatermarkAndTakesThemAgainWhenConsumersHaveMadeRoom()
      throws IOException {
    FaultyDisk disk = new FaultyDisk();
    disk.capacity(300_000);
    try (LocalStore store = new LocalStore(disk, DirectoryLock.none(), TINY)) {
      OffsetSetQueue queue = new OffsetSetQueue(store.loop(loop), "mail");
      while (store.acceptsMessages()) {
        publish(queue);
      }
      assertThat(queue.next()).isGreaterThan(100);
      drain(queue);
      loop.until(store::acceptsMessages);
      publish(queue);
      assertThat(queue.present).hasSize(1);
    }
  }

  @Test
  void writesWhatFoundNoRoomWhenThereIsRoomAgain() throws IOException {
    FaultyDisk disk = new FaultyDisk();
    try (LocalStore store =
        new LocalStore(disk, DirectoryLock.none(), StoreOptions.DEFAULTS.withLowestFree(0))) {
      OffsetSetQueue queue = new OffsetSetQueue(store.loop(loop), "mail");
      disk.capacity(2_000);
      long position = 0;
      for (int i = 0; i < 10; i++) {
        position = queue.publish(OffsetSetQueue.body("mail", queue.next(), 400));
        queue.journal().flush();
      }
      long last = position;
      loop.until(() -> !store.acceptsMessages());
      assertThat(queue.journal().durablePosition()).isLessThan(last);
      disk.capacity(Long.MAX_VALUE);
      loop.until(() -> queue.journal().durablePosition() >= last && store.acceptsMessages());
      drain(queue);
    }
  }

  @Test
  void beginsTheNextFileOfTheLogWhenThereIsRoomAgain() throws IOException {
    FaultyDisk disk = new FaultyDisk();
    StoreOptions options = StoreOptions.DEFAULTS.withLowestFree(0).withLog(500, 4);
    try (LocalStore store = new LocalStore(disk, DirectoryLock.none(), options)) {
      OffsetSetQueue queue = new OffsetSetQueue(store.loop(loop), "mail");
      publish(queue);
      disk.capacity(disk.names().stream().mapToLong(name -> disk.bytes(name).length).sum());
      long last = queue.publish(OffsetSetQueue.body("mail", queue.next(), 400));
      queue.journal().flush();
      loop.until(() -> !store.acceptsMessages());
      disk.capacity(Long.MAX_VALUE);
      loop.until(() -> queue.journal().durablePosition() >= last && store.acceptsMessages());
      drain(queue);
    }
  }

  @Test
  void saysThatItIsNearlyFullBeforeItRefuses() throws IOException {
    FaultyDisk disk = new FaultyDisk();
    try (LocalStore store = new LocalStore(disk, DirectoryLock.none(), TINY)) {
      assertThat(store.isNearlyFull()).isFalse();
      // 80,000 have to be free, and an eighth more for those who can wait
      disk.takeAllBut(85_000);
      loop.until(store::isNearlyFull);
      assertThat(store.acceptsMessages()).isTrue();
      disk.capacity(Long.MAX_VALUE);
      loop.until(() -> !store.isNearlyFull());
    }
  }

  @Test
  void goesOnWhenWhatWasSetAsideCannotBeDeleted() throws IOException {
    FaultyDisk disk = new FaultyDisk();
    try (LocalStore store = new LocalStore(disk, DirectoryLock.none(), TINY)) {
      OffsetSetQueue queue = new OffsetSetQueue(store.loop(loop), "mail");
      publish(queue);
      // below the watermark of 80,000, and enough to set 40,000 aside
      disk.takeAllBut(70_000);
      loop.until(() -> disk.names().contains(DiskReserve.NAME) && !store.acceptsMessages());
      disk.refuseDeletion(DiskReserve.NAME);
      disk.capacity(Long.MAX_VALUE);
      loop.until(store::acceptsMessages);
      publish(queue);
      assertThat(disk.names()).contains(DiskReserve.NAME);
      disk.heal();
      loop.until(() -> !disk.names().contains(DiskReserve.NAME));
      publish(queue);
    }
  }

  /** In a thread of its own: were the log held up, so would be this test, for good. */
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void givesSpaceBackWhenADiskWithoutAFreeByteIsDrained() throws IOException {
    int bodyBytes = 256 << 10;
    FaultyDisk disk = new FaultyDisk();
    StoreOptions options = StoreOptions.DEFAULTS.withLowestFree(40 << 20).withLog(4 << 20, 2);
    try (LocalStore store = new LocalStore(disk, DirectoryLock.none(), options)) {
      OffsetSetQueue queue = new OffsetSetQueue(store.loop(loop), "mail");
      for (int i = 0; i < 200; i++) {
        publish(queue, bodyBytes);
      }
      disk.takeAllBut(35 << 20);
      loop.until(() -> !store.acceptsMessages());
      disk.takeAllBut(0);
      for (int i = 0; i < 70; i++) {
        queue.publish(OffsetSetQueue.body("mail", queue.next(), bodyBytes));
        queue.journal().flush();
      }
      long last = 0;
      for (long offset : List.copyOf(queue.present)) {
        if (offset % 50 != 3) {
          last = queue.settle(offset);
          queue.journal().flush();
        }
      }
      long settled = last;
      loop.until(() -> store.acceptsMessages() && queue.journal().durablePosition() >= settled);
      publish(queue, bodyBytes);
    }
    try (LocalStore store = new LocalStore(disk.copy(), DirectoryLock.none(), options)) {
      OffsetSetQueue queue = new OffsetSetQueue(store.loop(loop), "mail");
      assertThat(queue.present).containsExactly(3L, 53L, 103L, 153L, 203L, 253L, 270L);
      drain(queue);
    }
  }

  private void publish(OffsetSetQueue queue) {
    publish(queue, 400);
  }

  private void publish(OffsetSetQueue queue, int bytes) {
    long position = queue.publish(OffsetSetQueue.body("mail", queue.next(), bytes));
    queue.journal().flush();
    loop.until(() -> queue.journal().durablePosition() >= position);
  }

  private static void drain(OffsetSetQueue queue) {
    for (long offset : List.copyOf(queue.present)) {
      byte[] body = queue.journal().read(offset).body();
      assertThat(body).isEqualTo(OffsetSetQueue.body("mail", offset, body.length));
      queue.settle(offset);
      queue.journal().flush();
    }
  }
}
