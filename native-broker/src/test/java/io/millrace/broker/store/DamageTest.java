package io.millrace.broker.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Files that are not what was written: cut off anywhere, and with a bit flipped anywhere. */
class DamageTest {
  private static final StoreOptions TINY =
      new StoreOptions(SyncPolicy.ALWAYS, 3_000, 2, 4_000, 2, 0);
  private static final String QUEUE = "mail";

  private final ManualLoop loop = new ManualLoop();

  /** A disk with a log of one file: so many messages, each in a batch of its own. */
  private FaultyDisk messages(int count) throws IOException {
    FaultyDisk disk = new FaultyDisk();
    try (LocalStore store =
        new LocalStore(disk, DirectoryLock.none(), StoreOptions.DEFAULTS.withLowestFree(0))) {
      OffsetSetQueue queue = new OffsetSetQueue(store.loop(loop), QUEUE);
      for (int i = 0; i < count; i++) {
        publish(queue);
      }
    }
    return disk;
  }

  private void publish(OffsetSetQueue queue) {
    long position = queue.publish(OffsetSetQueue.body(QUEUE, queue.next(), 30));
    queue.journal().flush();
    loop.until(() -> queue.journal().durablePosition() >= position);
  }

  @Test
  void cutsATornEndAtEachByteOfTheLastRecord() throws IOException {
    FaultyDisk disk = messages(4);
    String log = LogFile.nameOf(0);
    byte[] whole = disk.bytes(log);
    int lastBatch = messages(3).bytes(log).length;
    int lastRecord = lastBatch + LogMark.RECORD_BYTES;
    assertThat(whole.length - lastRecord).isGreaterThan(60);
    for (int length = lastBatch; length < whole.length; length++) {
      FaultyDisk torn = disk.copy();
      torn.replace(log, Arrays.copyOf(whole, length));
      assertHolds(torn, 3, "cut at " + length);
      assertHolds(torn, 3, "cut at " + length + ", opened again");
    }
    assertHolds(disk.copy(), 4, "not cut");
  }

  @Test
  void cutsAnEndOfWhichOnlyTheLengthWasWritten() throws IOException {
    FaultyDisk disk = messages(4);
    String log = LogFile.nameOf(0);
    byte[] whole = disk.bytes(log);
    int lastBatch = messages(3).bytes(log).length;
    for (int from = lastBatch; from < whole.length; from++) {
      byte[] zeros = whole.clone();
      Arrays.fill(zeros, from, zeros.length, (byte) 0);
      FaultyDisk torn = disk.copy();
      torn.replace(log, zeros);
      assertHolds(torn, from == whole.length - 1 && whole[from] == 0 ? 4 : 3, "zeros from " + from);
    }
  }

  @Test
  void writesOnBehindATornEnd() throws IOException {
    FaultyDisk disk = messages(4);
    String log = LogFile.nameOf(0);
    byte[] whole = disk.bytes(log);
    disk.replace(log, Arrays.copyOf(whole, whole.length - 1));
    try (LocalStore store = new LocalStore(disk, DirectoryLock.none(), TINY)) {
      publish(new OffsetSetQueue(store.loop(loop), QUEUE));
    }
    assertHolds(disk, 4, "written on");
  }

  @Test
  void neverServesAFlippedBit() throws IOException {
    FaultyDisk disk = mixed();
    List<String> names = disk.names();
    assertThat(names).anyMatch(Segment::isName).anyMatch(CheckpointFile::isName);
    int refused = 0;
    int cut = 0;
    for (String name : names) {
      byte[] whole = disk.bytes(name);
      for (int at = 0; at < whole.length; at += whole.length > 2_000 ? 23 : 3) {
        byte[] flipped = whole.clone();
        flipped[at] ^= (byte) (1 << at % 8);
        FaultyDisk damaged = disk.copy();
        damaged.replace(name, flipped);
        int read = readAll(damaged, name + " at " + at);
        refused += read < 0 ? 1 : 0;
        cut += read >= 0 && read < MIXED ? 1 : 0;
      }
    }
    assertThat(refused).isGreaterThan(200);
    // only the last batch of the log, which nothing behind it vouches for
    assertThat(cut).isLessThan(40);
  }

  private static final int MIXED = 150;

  /** A disk with a checkpoint, segments and several files of the log. */
  private FaultyDisk mixed() throws IOException {
    FaultyDisk disk = new FaultyDisk();
    try (LocalStore store = new LocalStore(disk, DirectoryLock.none(), TINY)) {
      OffsetSetQueue queue = new OffsetSetQueue(store.loop(loop), QUEUE);
      for (int i = 0; i < MIXED; i++) {
        publish(queue);
      }
      loop.until(() -> store.figures().checkpoints() > 0 && store.figures().logBytes() < 7_000);
    }
    return disk;
  }

  /** How many messages there are, all as they were written; -1 where something was refused. */
  private int readAll(FaultyDisk disk, String about) throws IOException {
    try (LocalStore store = new LocalStore(disk, DirectoryLock.none(), TINY)) {
      OffsetSetQueue queue = new OffsetSetQueue(store.loop(loop), QUEUE);
      for (long offset : queue.present) {
        assertThat(queue.journal().read(offset).body())
            .describedAs(about)
            .isEqualTo(OffsetSetQueue.body(QUEUE, offset, 30));
      }
      return queue.present.size();
    } catch (UncheckedIOException refused) {
      assertThat(refused.getCause()).isInstanceOf(DamagedStoreException.class);
      return -1;
    } catch (IOException refused) {
      assertThat(refused.getMessage())
          .describedAs(about)
          .containsAnyOf("damaged at byte", "format");
      return -1;
    }
  }

  @Test
  void refusesALogOfWhichAFileIsMissing() throws IOException {
    FaultyDisk disk = mixed();
    String log = disk.names().stream().filter(LogFile::isName).findFirst().orElseThrow();
    disk.delete(log);
    assertThatThrownBy(() -> new LocalStore(disk, DirectoryLock.none(), TINY))
        .isInstanceOf(DamagedStoreException.class)
        .hasMessageContaining(log);
  }

  @Test
  void takesNoForeignDirectoryForItsOwn() throws IOException {
    FaultyDisk disk = new FaultyDisk();
    disk.replace("diary.txt", new byte[] {1});
    assertThatThrownBy(() -> new LocalStore(disk, DirectoryLock.none(), TINY))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("diary.txt");
  }

  @Test
  void refusesAnotherFormat() throws IOException {
    FaultyDisk disk = messages(1);
    disk.replace(FormatFile.NAME, "millrace store 2\n".getBytes(UTF_8));
    assertThatThrownBy(() -> new LocalStore(disk, DirectoryLock.none(), TINY))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("millrace store 2");
  }

  private void assertHolds(FaultyDisk disk, int count, String about) throws IOException {
    assertThat(readAll(disk, about)).describedAs(about).isEqualTo(count);
  }
}
