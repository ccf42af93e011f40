package io.millrace.broker.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The disk-sync thread has come upon a bug, and whoever waits for it is told. */
class FailedLogTest {
  private static final StoreOptions ONE_BATCH_A_FILE =
      StoreOptions.DEFAULTS.withLowestFree(0).withLog(500, 4);

  private final ManualLoop loop = new ManualLoop();
  private final FaultyDisk disk = new FaultyDisk();

  @Test
  void aBugOfTheDiskSyncThreadIsToldToAllThatWait() throws IOException {
    toldOf(
        () -> {
          throw new IllegalStateException("a bug, as the test wants it");
        },
        IllegalStateException.class);
  }

  @Test
  void anErrorOfTheDiskSyncThreadIsToldToAllThatWait() throws IOException {
    toldOf(
        () -> {
          throw new OutOfMemoryError("as the test wants it");
        },
        OutOfMemoryError.class);
  }

  private void toldOf(FaultyDisk.Fault fault, Class<? extends Throwable> kind) throws IOException {
    LocalStore store = new LocalStore(disk, DirectoryLock.none(), ONE_BATCH_A_FILE);
    LoopStore ofLoop = store.loop(loop);
    OffsetSetQueue first = new OffsetSetQueue(ofLoop, "first");
    OffsetSetQueue second = new OffsetSetQueue(ofLoop, "second");
    publish(first);
    long durable = publish(second);
    loop.until(() -> second.journal().durablePosition() >= durable);
    AtomicReference<UncheckedIOException> firstTold = first.failure();
    AtomicReference<UncheckedIOException> secondTold = second.failure();
    // The second one waits while the disk-sync thread fails with the first one.
    disk.refuse(
        "log-",
        () -> {
          publish(second);
          fault.strike();
        });

    publish(first);

    loop.until(() -> firstTold.get() != null && secondTold.get() != null);
    assertThat(firstTold.get()).hasRootCauseInstanceOf(kind);
    assertThat(secondTold.get()).hasRootCauseInstanceOf(kind);
    assertThatThrownBy(() -> first.publish(new byte[1])).isInstanceOf(UncheckedIOException.class);
    assertThatThrownBy(store::close).isInstanceOf(IOException.class);
  }

  private static long publish(OffsetSetQueue queue) {
    long position = queue.publish(OffsetSetQueue.body("mail", queue.next(), 400));
    queue.journal().flush();
    return position;
  }
}
