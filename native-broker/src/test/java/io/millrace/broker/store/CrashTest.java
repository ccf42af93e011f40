package io.millrace.broker.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random commands on several queues, a power cut at a random moment, and a look at what is left.
 */
class CrashTest {
  private static final StoreOptions TINY =
      new StoreOptions(SyncPolicy.ALWAYS, 2_000, 2, 4_000, 2, 0);
  private static final int QUEUES = 3;

  private final ManualLoop loop = new ManualLoop();

  /** What must, and what may be in a queue after a crash. */
  private static final class Expected {
    /** Confirmed, and nobody began to settle them. */
    final Set<Long> certain = new HashSet<>();

    /** Somebody began to settle them. */
    final Set<Long> settling = new HashSet<>();

    /** Their settlement was confirmed. */
    final Set<Long> gone = new HashSet<>();

    final Deque<Runnable> pending = new ArrayDeque<>();
    final Deque<Long> positions = new ArrayDeque<>();

    void until(long position, Runnable then) {
      positions.add(position);
      pending.add(then);
    }

    void durable(long upTo) {
      while (!positions.isEmpty() && positions.peek() <= upTo) {
        positions.poll();
        pending.remove().run();
      }
    }
  }

  /** {@code -Dcrash.seeds=1000} for more than the few of a build. */
  static LongStream seeds() {
    return LongStream.rangeClosed(1, Integer.getInteger("crash.seeds", 6));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void keepsWhatWasDurableThroughPowerCuts(long seed) throws IOException {
    Random random = new Random(seed);
    FaultyDisk disk = new FaultyDisk();
    Map<String, Expected> expected = new HashMap<>();
    for (int life = 0; life < 12; life++) {
      if (life > 0 && random.nextBoolean()) {
        disk.crashAfter(random.nextInt(8));
      }
      int operations = random.nextInt(400);
      if (operations > 20) {
        disk = survivingOpen(disk, random, "seed " + seed);
        live(disk, expected, operations, random, "seed " + seed + ", life " + life);
      }
      disk = disk.crash(random);
    }
  }

  /** Recovery may be cut off itself, and must find the same the next time. */
  private static FaultyDisk survivingOpen(FaultyDisk disk, Random random, String about) {
    FaultyDisk at = disk;
    for (int tries = 0; tries < 20; tries++) {
      try {
        FormatFile.check(at);
        new Recovery(at, new OpenFiles(at, 2)).run();
        at.crashAfter(-1);
        return at;
      } catch (DamagedStoreException damage) {
        throw new AssertionError(about, damage);
      } catch (IOException crash) {
        at = at.crash(random);
      }
    }
    throw new AssertionError(about + ": never opened");
  }

  private void live(
      FaultyDisk disk, Map<String, Expected> expected, int operations, Random random, String about)
      throws IOException {
    LocalStore store = new LocalStore(disk, DirectoryLock.none(), TINY);
    try {
      LoopStore ofLoop = store.loop(loop);
      Map<String, OffsetSetQueue> queues = new HashMap<>();
      for (int i = 0; i < QUEUES; i++) {
        String name = "queue-" + i;
        OffsetSetQueue queue = new OffsetSetQueue(ofLoop, name);
        check(queue, name, expected.computeIfAbsent(name, n -> new Expected()), about);
        Expected fresh = new Expected();
        fresh.certain.addAll(queue.present);
        expected.put(name, fresh);
        queue.journal().onDurable(fresh::durable);
        queues.put(name, queue);
      }
      disk.crashAfter(operations);
      for (int i = 0; i < 5_000; i++) {
        String name = "queue-" + random.nextInt(QUEUES);
        step(name, queues.get(name), expected.get(name), random);
        loop.turn();
      }
      throw new AssertionError(about + ": the disk did not crash");
    } catch (UncheckedIOException crash) {
      turnToTheEnd();
      assertThat(store.log().failure()).describedAs(about).isNotNull();
    } finally {
      close(store);
      turnToTheEnd();
    }
  }

  /** What fails in a turn stops none of the rest. */
  private void turnToTheEnd() {
    boolean empty = false;
    while (!empty) {
      try {
        loop.turn();
        empty = true;
      } catch (UncheckedIOException crash) {
        assertThat(crash).hasMessageContaining("queue-");
      }
    }
  }

  private static void close(LocalStore store) {
    try {
      store.close();
    } catch (IOException expected) {
      assertThat(expected).hasMessageContaining("could not be written");
    }
  }

  private static void step(String name, OffsetSetQueue queue, Expected expected, Random random) {
    int dice = random.nextInt(100);
    if (dice < 45 || queue.present.isEmpty()) {
      long offset = queue.next();
      long position = queue.publish(OffsetSetQueue.body(name, offset, random.nextInt(40)));
      expected.until(
          position,
          () -> {
            if (!expected.settling.contains(offset)) {
              expected.certain.add(offset);
            }
          });
    } else if (dice < 98) {
      long pivot = (long) (random.nextDouble() * queue.next());
      Long offset = dice < 75 ? queue.present.first() : queue.present.ceiling(pivot);
      if (offset != null) {
        expected.certain.remove(offset);
        expected.settling.add(offset);
        long position = queue.settle(offset);
        expected.until(position, () -> expected.gone.add(offset));
      }
    } else if (dice < 99) {
      Set<Long> all = new HashSet<>(queue.present);
      expected.certain.clear();
      expected.settling.addAll(all);
      long position = queue.purge();
      expected.until(position, () -> expected.gone.addAll(all));
    }
    if (random.nextInt(4) == 0) {
      queue.journal().flush();
    }
    if (!queue.present.isEmpty() && random.nextInt(4) == 0) {
      long pivot = (long) (random.nextDouble() * queue.next());
      Long offset = queue.present.ceiling(pivot);
      if (offset != null) {
        read(queue, name, offset);
      }
    }
  }

  private static void check(OffsetSetQueue queue, String name, Expected expected, String about) {
    assertThat(queue.present).describedAs(about + ", " + name).containsAll(expected.certain);
    assertThat(queue.present)
        .describedAs(about + ", " + name)
        .doesNotContainAnyElementsOf(expected.gone.isEmpty() ? Set.of(-1L) : expected.gone);
    for (long offset : queue.present) {
      read(queue, name, offset);
    }
  }

  private static void read(OffsetSetQueue queue, String name, long offset) {
    byte[] body = queue.journal().read(offset).body();
    assertThat(body).isEqualTo(OffsetSetQueue.body(name, offset, body.length));
  }

  /** A loop that does first what came last: the failure of the log before what came earlier. */
  @Test
  void givesNothingUpOnceTheLogHasFailed() throws IOException {
    FaultyDisk disk = new FaultyDisk();
    BlockingDeque<Runnable> tasks = new LinkedBlockingDeque<>();
    LocalStore store = new LocalStore(disk, DirectoryLock.none(), TINY);
    OffsetSetQueue queue = new OffsetSetQueue(store.loop(tasks::addFirst), "mail");
    int batches = 0;
    for (; store.log().files().size() < 5; batches++) {
      queue.publish(OffsetSetQueue.body("mail", queue.next(), 200));
      queue.journal().flush();
      store.log().awaitSynced(store.log().end());
    }
    int toldAndAsked = batches + 1;
    await().until(() -> tasks.size() == toldAndAsked);
    Set<Long> durable = Set.copyOf(queue.present);
    disk.failSync();
    queue.publish(OffsetSetQueue.body("mail", queue.next(), 200));
    queue.journal().flush();
    await().until(() -> tasks.size() == toldAndAsked + 1);
    disk.heal();
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
    assertThatThrownBy(store::close).isInstanceOf(IOException.class);

    try (LocalStore again = new LocalStore(disk.copy(), DirectoryLock.none(), TINY)) {
      OffsetSetQueue recovered = new OffsetSetQueue(again.loop(loop), "mail");
      assertThat(recovered.present).containsAll(durable);
      durable.forEach(offset -> read(recovered, "mail", offset));
    }
  }

  @Test
  void isUnusableAfterAFailedSyncAndConfirmsNothingOfIt() throws IOException {
    FaultyDisk disk = new FaultyDisk();
    LocalStore store =
        new LocalStore(disk, DirectoryLock.none(), StoreOptions.DEFAULTS.withLowestFree(0));
    OffsetSetQueue queue = new OffsetSetQueue(store.loop(loop), "mail");
    long first = queue.publish(OffsetSetQueue.body("mail", 0, 10));
    queue.journal().flush();
    loop.until(() -> queue.journal().durablePosition() >= first);
    AtomicReference<UncheckedIOException> told = queue.failure();
    disk.failSync();
    queue.publish(OffsetSetQueue.body("mail", 1, 10));
    queue.journal().flush();
    loop.until(() -> told.get() != null);
    assertThat(told.get()).hasRootCauseMessage("log-0000000000000000: sync failed");
    assertThatThrownBy(() -> queue.publish(OffsetSetQueue.body("mail", 2, 10)))
        .isInstanceOf(UncheckedIOException.class);
    assertThat(queue.journal().durablePosition()).isEqualTo(first);
    assertThat(queue.journal().read(0).body()).isEqualTo(OffsetSetQueue.body("mail", 0, 10));
    assertThatThrownBy(store::close).isInstanceOf(IOException.class);
  }
}
