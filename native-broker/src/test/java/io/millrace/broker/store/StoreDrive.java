package io.millrace.broker.store;

import com.sun.management.OperatingSystemMXBean;
import io.millrace.broker.message.Message;
import io.millrace.broker.message.Properties;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/**
 * Measures a store under real queue machines, and prints what it measured: {@code cost DIR
 * always|os BYTES MESSAGES QUEUES}, {@code fill DIR MESSAGES BYTES}, {@code drain DIR}, {@code idle
 * DIR QUEUES}.
 */
public final class StoreDrive {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final int TURN = 256;
  private static final int WINDOW = 8_192;
  private static final long MILLION = 1_000_000;

  private final ManualLoop loop = new ManualLoop();

  private StoreDrive() {}

  public static void main(String[] args) throws IOException {
    Path directory = Path.of(args[1]);
    StoreDrive drive = new StoreDrive();
    switch (args[0]) {
      case "cost" ->
          drive.cost(
              directory,
              args[2].equals("os") ? SyncPolicy.OS : SyncPolicy.ALWAYS,
              Integer.parseInt(args[3]),
              Long.parseLong(args[4]),
              Integer.parseInt(args[5]));
      case "fill" -> drive.fill(directory, Long.parseLong(args[2]), Integer.parseInt(args[3]));
      case "drain" -> drive.drain(directory);
      case "idle" -> drive.idle(directory, Integer.parseInt(args[2]));
      default -> throw new IllegalArgumentException(Arrays.toString(args));
    }
  }

  private static Message message(int bytes) {
    return new Message("", "orders", Properties.NONE, new byte[bytes]);
  }

  /** Publish, deliver, acknowledge, in turns; with at most a window of unconfirmed ones. */
  void cost(Path directory, SyncPolicy sync, int bytes, long messages, int queues)
      throws IOException {
    try (LocalStore store = LocalStore.open(directory, StoreOptions.DEFAULTS.withSync(sync))) {
      LoopStore ofLoop = store.loop(loop);
      List<DrivenQueue> all = new ArrayList<>();
      for (int i = 0; i < queues; i++) {
        all.add(new DrivenQueue(ofLoop, "queue-" + i));
        all.get(i).subscribe();
      }
      long warm = messages / 2;
      long cpu = 0;
      long wall = 0;
      long[] last = new long[queues];
      long published = 0;
      while (published < messages + warm) {
        if (published >= warm && cpu == 0) {
          cpu = SYSTEM.getProcessCpuTime();
          wall = System.nanoTime();
        }
        long now = DrivenQueue.now();
        int perQueue = Math.max(1, TURN / Math.min(queues, 64));
        for (int q = 0; q < Math.min(queues, 64); q++) {
          int index = (int) ((published / TURN * 64 + q) % queues);
          DrivenQueue queue = all.get(index);
          for (int i = 0; i < perQueue; i++) {
            last[index] = queue.publish(message(bytes), now);
          }
          published += perQueue;
        }
        all.get(0).journal().flush();
        for (DrivenQueue queue : all) {
          if (queue.deliver(TURN, now) > 0) {
            queue.acknowledge(now);
          }
        }
        loop.turn();
        if (queues == 1) {
          long open = last[0];
          loop.until(() -> open - all.get(0).journal().durablePosition() < WINDOW * 2);
        }
      }
      for (DrivenQueue queue : all) {
        queue.journal().flush();
      }
      for (int q = 0; q < queues; q++) {
        DrivenQueue queue = all.get(q);
        long end = last[q];
        loop.until(() -> queue.journal().durablePosition() >= end);
      }
      System.out.printf(
          Locale.ROOT,
          "cost %s %d B %d queues: cpu %d ns, wall %d ns a message; %s%n",
          sync.mode(),
          bytes,
          queues,
          (SYSTEM.getProcessCpuTime() - cpu) / messages,
          (System.nanoTime() - wall) / messages,
          store.figures());
    }
  }

  void fill(Path directory, long messages, int bytes) throws IOException {
    try (LocalStore store =
        LocalStore.open(directory, StoreOptions.DEFAULTS.withSync(SyncPolicy.OS))) {
      DrivenQueue queue = new DrivenQueue(store.loop(loop), "backlog");
      long start = System.nanoTime();
      long cpu = SYSTEM.getProcessCpuTime();
      long last = 0;
      for (long i = 0; i < messages; i++) {
        last = queue.publish(message(bytes), DrivenQueue.now());
        if (i % TURN == TURN - 1) {
          queue.journal().flush();
          loop.turn();
          if (!store.acceptsMessages()) {
            loop.until(store::acceptsMessages);
          }
        }
        if (i % (10 * MILLION) == 10 * MILLION - 1) {
          System.out.printf(
              Locale.ROOT,
              "%d million, heap %d MiB, %s%n",
              i / MILLION + 1,
              heap(),
              store.figures());
        }
      }
      queue.journal().flush();
      long end = last;
      loop.until(() -> queue.journal().durablePosition() >= end);
      double seconds = (System.nanoTime() - start) / 1e9;
      System.out.printf(
          Locale.ROOT,
          "filled %d in %.1f s, %.0f/s, cpu %d ns each, heap %d MiB, %s%n",
          messages,
          seconds,
          messages / seconds,
          (SYSTEM.getProcessCpuTime() - cpu) / messages,
          heap(),
          store.figures());
      CompletableFuture<Void> stopped = queue.journal().stop(queue.machine().snapshot());
      queue.journal().flush();
      loop.until(stopped::isDone);
    }
  }

  void drain(Path directory) throws IOException {
    long start = System.nanoTime();
    try (LocalStore store =
        LocalStore.open(directory, StoreOptions.DEFAULTS.withSync(SyncPolicy.OS))) {
      DrivenQueue queue = new DrivenQueue(store.loop(loop), "backlog");
      queue.subscribe();
      int first = queue.deliver(1, DrivenQueue.now());
      System.out.printf(
          Locale.ROOT,
          "first delivery after %.2f s (%d), heap %d MiB%n",
          (System.nanoTime() - start) / 1e9,
          first,
          heap());
      queue.acknowledge(DrivenQueue.now());
      long total = 1;
      long mark = System.nanoTime();
      long cpu = SYSTEM.getProcessCpuTime();
      long rounds = 0;
      while (true) {
        int got = queue.deliver(TURN, DrivenQueue.now());
        if (got == 0) {
          break;
        }
        queue.acknowledge(DrivenQueue.now());
        queue.journal().flush();
        loop.turn();
        total += got;
        if (total / MILLION > rounds) {
          rounds = total / MILLION;
          long now = System.nanoTime();
          long cpuNow = SYSTEM.getProcessCpuTime();
          if (rounds <= 3
              || rounds % 10 == 0
              || rounds > queue.machine().nextOffset() / MILLION - 3) {
            System.out.printf(
                Locale.ROOT,
                "million %d: %.0f/s, cpu %d ns each, heap %d MiB, %s%n",
                rounds,
                MILLION / ((now - mark) / 1e9),
                (cpuNow - cpu) / MILLION,
                heap(),
                store.figures());
          }
          mark = now;
          cpu = cpuNow;
        }
      }
      System.out.printf(
          Locale.ROOT, "drained %d, %d bytes of bodies%n", total, queue.deliveredBodyBytes());
      CompletableFuture<Void> stopped = queue.journal().stop(queue.machine().snapshot());
      queue.journal().flush();
      loop.until(stopped::isDone);
    }
  }

  void idle(Path directory, int queues) throws IOException {
    try (LocalStore store =
        LocalStore.open(directory, StoreOptions.DEFAULTS.withSync(SyncPolicy.OS))) {
      LoopStore ofLoop = store.loop(loop);
      DrivenQueue[] all = new DrivenQueue[queues];
      System.gc();
      long before = used();
      long start = System.nanoTime();
      for (int i = 0; i < queues; i++) {
        all[i] = new DrivenQueue(ofLoop, "queue-" + i);
        if (i % TURN == TURN - 1) {
          all[i].journal().flush();
          loop.turn();
        }
      }
      all[queues - 1].journal().flush();
      double seconds = (System.nanoTime() - start) / 1e9;
      System.gc();
      System.out.printf(
          Locale.ROOT,
          "%d queues in %.1f s, heap %d B each (machine and journal), %s%n",
          queues,
          seconds,
          (used() - before) / queues,
          store.figures());
      if (all[queues - 1].machine().nextOffset() < 0) {
        throw new AssertionError();
      }
    }
  }

  private static long used() {
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    return heap.getUsed();
  }

  private static long heap() {
    return used() >> 20;
  }
}
