package io.millrace.broker.loop;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The timers of one loop, the earliest first: a binary heap whose entries know their place. */
final class Schedule {
  /** When there is no timer. */
  static final long NEVER = Long.MAX_VALUE;

  private @Nullable LoopTimer[] heap = new LoopTimer[16];
  private int count;

  /** Sets the timer, or moves it. */
  void set(LoopTimer timer, long dueAtMillis) {
    timer.dueAtMillis = dueAtMillis;
    if (timer.slot == LoopTimer.UNSET) {
      if (count == heap.length) {
        heap = Arrays.copyOf(heap, count * 2);
      }
      timer.slot = count++;
    }
    siftDown(timer, siftUp(timer, timer.slot));
  }

  /** Takes the timer out, if it is in. */
  void cancel(LoopTimer timer) {
    int slot = timer.slot;
    if (slot == LoopTimer.UNSET) {
      return;
    }
    timer.slot = LoopTimer.UNSET;
    LoopTimer last = at(--count);
    heap[count] = null;
    if (last != timer) {
      siftDown(last, siftUp(last, slot));
    }
  }

  /** When the earliest is due, or {@link #NEVER}. */
  long nextDueAtMillis() {
    return count == 0 ? NEVER : at(0).dueAtMillis;
  }

  /** Takes the earliest out if it is due, else null. */
  @Nullable LoopTimer takeDue(long nowMillis) {
    if (nextDueAtMillis() > nowMillis || count == 0) {
      return null;
    }
    LoopTimer due = at(0);
    cancel(due);
    return due;
  }

  int count() {
    return count;
  }

  private int siftUp(LoopTimer timer, int from) {
    int slot = from;
    while (slot > 0) {
      int parentSlot = (slot - 1) >>> 1;
      LoopTimer parent = at(parentSlot);
      if (parent.dueAtMillis <= timer.dueAtMillis) {
        break;
      }
      place(parent, slot);
      slot = parentSlot;
    }
    place(timer, slot);
    return slot;
  }

  private void siftDown(LoopTimer timer, int from) {
    int slot = from;
    for (int child = 2 * slot + 1; child < count; child = 2 * slot + 1) {
      if (child + 1 < count && at(child + 1).dueAtMillis < at(child).dueAtMillis) {
        child++;
      }
      LoopTimer earlier = at(child);
      if (timer.dueAtMillis <= earlier.dueAtMillis) {
        break;
      }
      place(earlier, slot);
      slot = child;
    }
    place(timer, slot);
  }

  private void place(LoopTimer timer, int slot) {
    heap[slot] = timer;
    timer.slot = slot;
  }

  private LoopTimer at(int slot) {
    LoopTimer timer = heap[slot];
    if (timer == null) {
      throw new IllegalStateException("no timer at " + slot + " of " + count);
    }
    return timer;
  }
}
