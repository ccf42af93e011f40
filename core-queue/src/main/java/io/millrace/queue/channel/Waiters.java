package io.millrace.queue.channel;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The threads that wait on one side of a channel: a few that spin, then any number that park.
 *
 * <p><b>Threads:</b> {@link #spin} and {@link #comesByItself} without the channel's lock;
 * everything else only under it.
 */
final class Waiters {
  /*
   * Waking a parked thread costs microseconds, a hand-over nanoseconds. So nobody is woken while somebody is
   * already on the way: a spinning thread looks by itself, and a thread just woken takes what is there and then
   * wakes the next one if something is left. Whoever spins or was woken therefore must pass through the lock
   * (stopSpinning, leave) and call next again before it goes away, whatever the reason it goes for.
   *
   * A thread between two calls is on the way, too, but does not show. If one came by itself the last time, the
   * waker gives it the grace of some hundred nanoseconds to come again before it wakes another; without that, two
   * threads that hand each other element after element would wake a third one each time.
   *
   * Spinning pays where what it waits for comes sooner than a parked thread would be back. What comes every ten
   * microseconds is awaited parked: spinning for it kept a processor busy, and whatever else wanted that processor
   * then held up both sides for a slice of milliseconds.
   *
   * Spinning lasts about as long as a park and its wake-up cost, as long as it pays. From time to time it lasts that
   * long though it did not pay of late: two threads that wake each other in turn take longer to answer than a short
   * spin lasts, and would never find out that they need not park.
   *
   * Spinning threads yield, which is the cheapest way to let the other side run on the same core. But where another
   * process keeps the core busy a yield gives it away for milliseconds, and a thread that parks gets it back sooner.
   */
  private static final int SHORTEST_SPIN_NANOS = 1_500;
  private static final int LONGEST_SPIN_NANOS = 25_000;
  private static final int PAYING_SPIN_NANOS = 4_000;
  private static final int LONG_SPIN_EVERY = 16;
  private static final int SPINS_PER_YIELD = 8;
  private static final int LONG_YIELD_NANOS = 100_000;
  private static final int SPINS_AFTER_LONG_YIELD = 256;
  private static final int GRACE_SPINS = 12;

  /** So that a parked thread is not overtaken for ever by threads that come by themselves. */
  private static final int MOST_GRACES = 1024;

  /** No more than can soon run; they yield to each other and to the other side. */
  private static final int MOST_SPINNING = 2 * Runtime.getRuntime().availableProcessors();

  private final AtomicInteger spinning = new AtomicInteger();

  // What was learnt. Read and written without order by whoever spins or wakes: a stale value costs
  // time, nothing else.
  private int spinNanos = SHORTEST_SPIN_NANOS;
  private int shortSpins;
  private int spinsWithoutYield;
  private boolean comeByThemselves;
  private int graces;

  private @Nullable Waiter first;
  private @Nullable Waiter last;

  /** The parked thread that was told to look and has not looked yet. */
  private @Nullable Waiter onTheWay;

  /** A parked thread, and how much must be there for it to be worth waking. */
  static final class Waiter {
    private final Thread thread;
    private final int need;
    private boolean linked;
    private @Nullable Waiter before;
    private @Nullable Waiter after;

    Waiter(Thread thread, int need) {
      this.thread = thread;
      this.need = need;
    }

    /**
     * Waits until unparked, interrupted, or the time is over; for ever if that is {@link
     * Long#MAX_VALUE}.
     */
    void park(Object blocker, long timeoutNanos) {
      if (timeoutNanos == Long.MAX_VALUE) {
        LockSupport.park(blocker);
      } else {
        LockSupport.parkNanos(blocker, timeoutNanos);
      }
    }
  }

  /**
   * Spins shortly for {@code ready} unless enough others do.
   *
   * @return whether this thread spun, and must call {@link #stopSpinning} under the lock
   */
  boolean spin(BooleanSupplier ready) {
    int others = spinning.get();
    if (others >= MOST_SPINNING || !spinning.compareAndSet(others, others + 1)) {
      return false;
    }
    long start = System.nanoTime();
    boolean came = lookUntil(start + spinTime(), ready);
    comeByThemselves |= came;
    if (came && System.nanoTime() - start < PAYING_SPIN_NANOS) {
      spinNanos = Math.min(LONGEST_SPIN_NANOS, spinNanos * 2);
      shortSpins = 0;
    } else {
      spinNanos = Math.max(SHORTEST_SPIN_NANOS, spinNanos / 2);
    }
    return true;
  }

  private int spinTime() {
    if (++shortSpins < LONG_SPIN_EVERY) {
      return spinNanos;
    }
    shortSpins = 0;
    return LONGEST_SPIN_NANOS;
  }

  private boolean lookUntil(long deadline, BooleanSupplier ready) {
    boolean yields = spinsWithoutYield <= 0 && (spinning.get() > 1 || first != null);
    if (spinsWithoutYield > 0) {
      spinsWithoutYield--;
    }
    long now;
    do {
      for (int i = 0; i < SPINS_PER_YIELD; i++) {
        if (ready.getAsBoolean()) {
          return true;
        }
        Thread.onSpinWait();
      }
      if (yields) {
        Thread.yield();
      }
      now = System.nanoTime();
    } while (now < deadline);
    if (yields && now - deadline > LONG_YIELD_NANOS) {
      spinsWithoutYield = SPINS_AFTER_LONG_YIELD;
    }
    return ready.getAsBoolean();
  }

  void stopSpinning() {
    spinning.decrementAndGet();
  }

  /**
   * Adds a waiter to be woken before all others: the thread that ran last has the warmest caches.
   */
  void addFirst(Waiter waiter) {
    waiter.linked = true;
    waiter.after = first;
    if (first == null) {
      last = waiter;
    } else {
      first.before = waiter;
    }
    first = waiter;
  }

  /** Adds a waiter to be woken after all others. */
  void addLast(Waiter waiter) {
    waiter.linked = true;
    waiter.before = last;
    if (last == null) {
      first = waiter;
    } else {
      last.after = waiter;
    }
    last = waiter;
  }

  /** Takes note that the waiter no longer waits, whether it was woken or not. */
  void leave(Waiter waiter) {
    if (waiter.linked) {
      unlink(waiter);
    }
    if (onTheWay == waiter) {
      onTheWay = null;
    }
  }

  /**
   * Whether to see if somebody {@link #comesByItself} before a thread is woken now that this much
   * is available.
   */
  boolean deservesGrace(int available) {
    if (!comeByThemselves || !isDue(available)) {
      return false;
    }
    graces = (graces + 1) % MOST_GRACES;
    return graces != 0;
  }

  /**
   * Gives a running thread a moment to come. Not under the lock.
   *
   * @param came whether one came and used what was available
   * @return false if a parked thread must be woken after all
   */
  boolean comesByItself(BooleanSupplier came) {
    for (int i = 0; i < GRACE_SPINS; i++) {
      if (came.getAsBoolean() || spinning.get() > 0) {
        return true;
      }
      Thread.onSpinWait();
    }
    comeByThemselves = false;
    return false;
  }

  /**
   * The thread to unpark, after the lock is released, now that this much is available.
   *
   * @return null if nobody waits for so little, or somebody is on the way
   */
  @Nullable Thread next(int available) {
    Waiter waiter = first;
    if (waiter == null || !isDue(available)) {
      return null;
    }
    unlink(waiter);
    onTheWay = waiter;
    return waiter.thread;
  }

  private boolean isDue(int available) {
    return first != null && available >= first.need && onTheWay == null && spinning.get() == 0;
  }

  /** Unparks everybody, at the end of the channel. */
  void wakeAll() {
    for (Waiter waiter = first; waiter != null; waiter = first) {
      unlink(waiter);
      LockSupport.unpark(waiter.thread);
    }
  }

  private void unlink(Waiter waiter) {
    if (waiter.before == null) {
      first = waiter.after;
    } else {
      waiter.before.after = waiter.after;
    }
    if (waiter.after == null) {
      last = waiter.before;
    } else {
      waiter.after.before = waiter.before;
    }
    waiter.before = null;
    waiter.after = null;
    waiter.linked = false;
  }
}
