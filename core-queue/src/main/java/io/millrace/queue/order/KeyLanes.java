package io.millrace.queue.order;

import io.millrace.queue.lock.ShortLock;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Lets one entry of each key run and keeps the others of that key behind it, in the order they
 * came.
 *
 * <p>A key exists here only while one of its entries runs: nothing stays behind for a key that went
 * quiet. Keys are told apart by {@code equals}; two keys never wait for each other.
 *
 * <p><b>Threads:</b> any. Each call holds the lock of one stripe of buckets, for a few
 * instructions.
 *
 * <p><b>Limits:</b> none of its own; who enters entries looks at {@link #waiting} first.
 *
 * @param <E> the entries
 */
public final class KeyLanes<E extends LaneEntry<E>> {
  private static final int STRIPES = 256;

  private final ShortLock[] locks = new ShortLock[STRIPES];

  /**
   * Each bucket is the chain of the running entries whose hash falls there; guarded by the lock of
   * its stripe.
   */
  private final @Nullable LaneEntry<E>[] buckets;

  private final LongAdder waiting = new LongAdder();

  /**
   * @param expectedKeys how many keys are likely to run at once; more are handled too, a little
   *     slower
   */
  public KeyLanes(int expectedKeys) {
    int size =
        Math.max(
            STRIPES, Integer.highestOneBit(Math.max(1, Math.min(expectedKeys, 1 << 16)) * 2 - 1));
    @SuppressWarnings({"unchecked", "rawtypes"})
    @Nullable LaneEntry<E>[] array = new LaneEntry[size];
    buckets = array;
    for (int i = 0; i < STRIPES; i++) {
      locks[i] = new ShortLock();
    }
  }

  /** Whether the entry may run now; otherwise it waits until {@link #leave} gives it out. */
  public boolean enter(E entry) {
    return enter(entry, entry, 1);
  }

  /**
   * Enters a chain of entries of one key together, at the price of one.
   *
   * @param first the first of the chain, made with {@link #link}
   * @param last its last
   * @param count how many it has
   * @return whether the first may run now; the others wait until {@link #leave} gives them out
   */
  public boolean enter(E first, E last, int count) {
    int bucket = bucketOf(first);
    ShortLock lock = lockOf(bucket);
    boolean runs;
    lock.acquire();
    try {
      E running = running(bucket, first);
      runs = running == null;
      if (running == null) {
        first.nextInBucket = at(bucket);
        buckets[bucket] = first;
        if (first != last) {
          first.lastOfKey = last;
        }
      } else {
        append(running, first, last);
      }
    } finally {
      lock.release();
    }
    int behind = runs ? count - 1 : count;
    if (behind > 0) {
      waiting.add(behind);
    }
    return runs;
  }

  /** Puts an entry that has not entered behind another of the same key that has not either. */
  public void link(E before, E after) {
    before.nextOfKey = after;
  }

  /**
   * Ends the turn of a running entry; the next of its key, if any, runs from now on and is the
   * caller's to run.
   */
  public @Nullable E leave(E running) {
    int bucket = bucketOf(running);
    ShortLock lock = lockOf(bucket);
    E next;
    lock.acquire();
    try {
      next = running.nextOfKey;
      if (next != null) {
        next.lastOfKey = running.lastOfKey == next ? null : running.lastOfKey;
        next.nextInBucket = running.nextInBucket;
      }
      replace(bucket, running, next != null ? next : running.nextInBucket);
      running.nextOfKey = null;
      running.lastOfKey = null;
      running.nextInBucket = null;
    } finally {
      lock.release();
    }
    if (next != null) {
      waiting.decrement();
    }
    return next;
  }

  /**
   * Ends the turn of a running entry and takes what comes next of its key: the first of them runs
   * from now on, and the others are to be run after it, as by {@link #follow}.
   *
   * @param most how many to take; at least 1
   * @return how many were put at the beginning of {@code into}
   */
  public int leave(E running, E[] into, int most) {
    E next = leave(running);
    if (next == null) {
      return 0;
    }
    into[0] = next;
    return most == 1 ? 1 : 1 + follow(next, into, 1, most);
  }

  /**
   * Takes entries that wait behind a running one, in order, to be run together with it: they are
   * neither waiting nor running on their own until {@link #giveBack}, or are done when the running
   * one leaves.
   *
   * @return how many were put into {@code into}, from {@code from} on
   */
  public int follow(E running, E[] into, int from, int to) {
    int bucket = bucketOf(running);
    ShortLock lock = lockOf(bucket);
    int count = 0;
    lock.acquire();
    try {
      E next = running.nextOfKey;
      while (next != null && from + count < to) {
        into[from + count++] = next;
        E after = next.nextOfKey;
        next.nextOfKey = null;
        next = after;
      }
      running.nextOfKey = next;
      if (next == null) {
        running.lastOfKey = null;
      }
    } finally {
      lock.release();
    }
    waiting.add(-count);
    return count;
  }

  /**
   * Undoes {@link #follow} for the entries from {@code from} to {@code to}: they wait again, first
   * behind the running one.
   */
  public void giveBack(E running, E[] entries, int from, int to) {
    if (from >= to) {
      return;
    }
    int bucket = bucketOf(running);
    ShortLock lock = lockOf(bucket);
    lock.acquire();
    try {
      E rest = running.nextOfKey;
      for (int i = to - 1; i >= from; i--) {
        entries[i].nextOfKey = rest;
        rest = entries[i];
      }
      running.nextOfKey = rest;
      if (running.lastOfKey == null) {
        running.lastOfKey = entries[to - 1];
      }
    } finally {
      lock.release();
    }
    waiting.add(to - from);
  }

  /** How many entries wait behind another; exact when nothing moves. */
  public int waiting() {
    return waiting.intValue();
  }

  /** How many keys have an entry that runs. Walks everything: for tests and diagnosis. */
  public int runningKeys() {
    int count = 0;
    for (int bucket = 0; bucket < buckets.length; bucket++) {
      ShortLock lock = lockOf(bucket);
      lock.acquire();
      try {
        for (E entry = at(bucket); entry != null; entry = entry.nextInBucket) {
          count++;
        }
      } finally {
        lock.release();
      }
    }
    return count;
  }

  private static <E extends LaneEntry<E>> void append(E running, E first, E last) {
    E before = running.lastOfKey;
    if (before == null) {
      running.nextOfKey = first;
    } else {
      before.nextOfKey = first;
    }
    running.lastOfKey = last;
  }

  private @Nullable E running(int bucket, E like) {
    for (E entry = at(bucket); entry != null; entry = entry.nextInBucket) {
      if (entry.hash == like.hash && keyOf(entry).equals(keyOf(like))) {
        return entry;
      }
    }
    return null;
  }

  private void replace(int bucket, E old, @Nullable E by) {
    E entry = at(bucket);
    if (entry == old) {
      buckets[bucket] = by;
      return;
    }
    while (entry != null) {
      if (entry.nextInBucket == old) {
        entry.nextInBucket = by;
        return;
      }
      entry = entry.nextInBucket;
    }
    throw new IllegalStateException("entry leaves a lane in which it does not run: " + old);
  }

  @SuppressWarnings("unchecked")
  private @Nullable E at(int bucket) {
    return (E) buckets[bucket];
  }

  private static Object keyOf(LaneEntry<?> entry) {
    Object key = entry.orderKey;
    if (key == null) {
      throw new IllegalStateException("an entry without a key has no lane: " + entry);
    }
    return key;
  }

  private int bucketOf(E entry) {
    return entry.hash & (buckets.length - 1);
  }

  private ShortLock lockOf(int bucket) {
    return locks[bucket & (STRIPES - 1)];
  }
}
