package io.millrace.testkit.sim;

import io.millrace.queue.engine.Loop;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The last things that happened, put into words only when somebody asks. */
final class Trace {
  private static final int LENGTH = 50;

  private final VirtualTime time;
  private final Deque<Entry> entries = new ArrayDeque<>(LENGTH);
  private long count;
  private boolean isCalm;
  private @Nullable Entry silentTurn;
  int depth;

  private record Entry(long number, long nanos, int depth, String what, @Nullable Object detail) {}

  Trace(VirtualTime time) {
    this.time = time;
  }

  /**
   * Notes that something happened.
   *
   * @param detail immutable, as it is put into words later
   */
  void note(String what, @Nullable Object detail) {
    if (depth > 0) {
      noteSilentTurn();
    }
    add(new Entry(count++, time.nanoTime(), depth, what, detail));
  }

  /**
   * Notes a turn; in the calm, when there are many in which nothing happens, only if something
   * does.
   */
  void turn(Loop loop) {
    silentTurn = new Entry(count++, time.nanoTime(), depth, "turn", loop);
    if (!isCalm) {
      noteSilentTurn();
    }
  }

  private void noteSilentTurn() {
    Entry turn = silentTurn;
    if (turn != null) {
      silentTurn = null;
      add(turn);
    }
  }

  private void add(Entry entry) {
    if (entries.size() == LENGTH) {
      entries.removeFirst();
    }
    entries.addLast(entry);
  }

  void calm() {
    isCalm = true;
    note("calm");
  }

  void note(String what) {
    note(what, null);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Entry entry : entries) {
      Object detail = entry.detail;
      text.append(
              String.format(
                  "%6d %10.3f ms  ",
                  entry.number, entry.nanos / (double) TimeUnit.MILLISECONDS.toNanos(1)))
          .append("  ".repeat(entry.depth))
          .append(entry.what);
      if (detail != null) {
        text.append(' ').append(detail instanceof Loop loop ? loop.name() : detail);
      }
      text.append('\n');
    }
    return text.toString();
  }
}
