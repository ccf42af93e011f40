package io.millrace.queue.order;

import io.millrace.queue.lock.ShortLock;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Lets one entry of each key run and keeps the others of that key behind it, in the order they
 * came.
 *
 * <p>A key exists here only until the last of its entries is forgotten: nothing stays behind for a
 * key that went quiet. Keys are told apart by {@code equals}; two keys never wait for each other.
 *
 * <p><b>Threads:</b> any. {@link #enter} and {@link #forget} hold the lock of one stripe of
 * buckets, for a few instructions; {@link #leave} holds none.
 *
 * <p><b>Limits:</b> none of its own; who enters entries looks at {@link #waiting} first.
 *
 * @param <E> the entries
 */
public final class KeyLanes<E extends LaneEntry<E>> {
  /*
   * A lane is the chain of its entries, and only its last one is known by the key. Whoever enters finds that one and
   * puts itself behind it; whoever leaves needs no more than the entry it leaves with. Both meet only in an
   * entry that is the last and leaves: there a compare-and-set decides. So the buckets belong to those who enter and
   * forget, which in a queue is the producer's thread for both, and stay in the caches of its processor.
   */
  private static final int STRIPES = 256;

  private final ShortLock[] locks = new ShortLock[STRIPES];

  /**
   * Each bucket is the chain of the last entries of the lanes whose hash falls there; guarded by
   * the lock of its stripe.
   */
  private final @Nullable LaneEntry<E>[] buckets;

  private final LongAdder waiting = new LongAdder();

  /**
   * @param expectedKeys how many keys are likely to be here at once; more are handled too, a little
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
      E before = lastOf(bucket, first);
      runs = before == null || !before.append(first);
      if (before == null) {
        last.nextInBucket = at(bucket);
        buckets[bucket] = last;
      } else {
        last.nextInBucket = before.nextInBucket;
        replace(bucket, before, last);
        if (runs) {
          before.forget();
        }
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
    before.link(after);
  }

  /**
   * Ends the turn of a running entry; the next of its key, if any, runs from now on and is the
   * caller's to run. The caller says with {@link #began} that it no longer waits, and in time
   * {@link #forget}s the entry that left.
   */
  public @Nullable E leave(E running) {
    return running.leave();
  }

  /**
   * The entry behind one that runs, or that waits; null if there is none yet. It still waits, and
   * belongs to who runs the first of its key.
   */
  public @Nullable E behind(E entry) {
    return entry.behind();
  }

  /** Notes that so many that waited have been given out. */
  public void began(int count) {
    waiting.add(-count);
  }

  /**
   * Lets go of an entry that has left. Until then its key takes up room though it is quiet. Does
   * nothing to one that has been let go of.
   */
  public void forget(E left) {
    if (!left.isEnded()) {
      return; // the usual case where keys are busy: another has come after it
    }
    int bucket = bucketOf(left);
    ShortLock lock = lockOf(bucket);
    lock.acquire();
    try {
      if (left.isEnded()) {
        replace(bucket, left, left.nextInBucket);
        left.forget();
      }
    } finally {
      lock.release();
    }
  }

  /**
   * How many entries wait behind another; exact when nothing moves and all that {@link #began} are
   * told.
   */
  public int waiting() {
    return Math.max(0, waiting.intValue());
  }

  /** How many keys have an entry that runs. Walks everything: for tests and diagnosis. */
  public int runningKeys() {
    return count(true);
  }

  /** How many keys take up room. Walks everything: for tests and diagnosis. */
  public int knownKeys() {
    return count(false);
  }

  private int count(boolean onlyRunning) {
    int count = 0;
    for (int bucket = 0; bucket < buckets.length; bucket++) {
      ShortLock lock = lockOf(bucket);
      lock.acquire();
      try {
        for (E entry = at(bucket); entry != null; entry = entry.nextInBucket) {
          if (!onlyRunning || entry.isInLane()) {
            count++;
          }
        }
      } finally {
        lock.release();
      }
    }
    return count;
  }

  private @Nullable E lastOf(int bucket, E like) {
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
    } else {
      while (entry != null && entry.nextInBucket != old) {
        entry = entry.nextInBucket;
      }
      if (entry == null) {
        throw new IllegalStateException("entry of a lane that does not know it: " + old);
      }
      entry.nextInBucket = by;
    }
    old.nextInBucket = null;
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
