package io.millrace.broker.store;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * Fills and drains queues of a store until it is killed, and says on its output what it did: {@code
 * c QUEUE OFFSET .} once a message is durable, {@code s QUEUE OFFSET .} before it begins to settle
 * one, {@code g QUEUE OFFSET .} once that is durable.
 */
final class KilledProgram {
  static final int QUEUES = 8;

  /** Small enough for many checkpoints in a second. */
  static final StoreOptions OPTIONS =
      StoreOptions.DEFAULTS.withLog(1 << 18, 3).withLowestFree(0).withMemory(1 << 16);

  private final PrintStream out = new PrintStream(new BufferedOutputStream(System.out, 1 << 16));
  private final ManualLoop loop = new ManualLoop();
  private final Random random;

  private KilledProgram(long seed) {
    random = new Random(seed);
  }

  /** A queue, and what is to be said once its journal is durable so far. */
  private record Told(
      OffsetSetQueue queue, int number, Deque<Long> positions, Deque<String> lines) {
    void when(long position, String line) {
      positions.add(position);
      lines.add(line);
    }
  }

  public static void main(String[] args) throws IOException {
    new KilledProgram(Long.parseLong(args[1])).run(Path.of(args[0]));
  }

  static String nameOf(int queue) {
    return "queue-" + queue;
  }

  private void run(Path directory) throws IOException {
    try (LocalStore store = LocalStore.open(directory, OPTIONS)) {
      LoopStore ofLoop = store.loop(loop);
      List<Told> queues = new ArrayList<>();
      for (int i = 0; i < QUEUES; i++) {
        Told told =
            new Told(
                new OffsetSetQueue(ofLoop, nameOf(i)), i, new ArrayDeque<>(), new ArrayDeque<>());
        told.queue().journal().onDurable(upTo -> say(told, upTo));
        queues.add(told);
      }
      while (!out.checkError()) {
        turn(queues);
      }
    }
  }

  private void turn(List<Told> queues) {
    List<Long> settling = new ArrayList<>();
    Told chosen = queues.get(random.nextInt(QUEUES));
    for (long offset : chosen.queue().present) {
      if (settling.size() >= 30) {
        break;
      }
      if (random.nextInt(10) < 9) {
        settling.add(offset);
        out.print("s " + chosen.number() + " " + offset + " .\n");
      }
    }
    out.flush();
    for (long offset : settling) {
      read(chosen, offset);
      chosen.when(chosen.queue().settle(offset), "g " + chosen.number() + " " + offset + " .");
    }
    for (Told told : queues) {
      for (int i = random.nextInt(10); i > 0; i--) {
        long offset = told.queue().next();
        byte[] body = OffsetSetQueue.body(nameOf(told.number()), offset, random.nextInt(500));
        told.when(told.queue().publish(body), "c " + told.number() + " " + offset + " .");
      }
      told.queue().journal().flush();
    }
    loop.until(() -> queues.stream().mapToInt(told -> told.positions().size()).sum() < 2_000);
  }

  private static void read(Told told, long offset) {
    byte[] body = told.queue().journal().read(offset).body();
    if (!Arrays.equals(body, OffsetSetQueue.body(nameOf(told.number()), offset, body.length))) {
      throw new IllegalStateException("offset " + offset + " is not what was published");
    }
  }

  private void say(Told told, long upTo) {
    while (!told.positions().isEmpty() && told.positions().element() <= upTo) {
      told.positions().remove();
      out.print(told.lines().remove() + "\n");
    }
    out.flush();
  }
}
