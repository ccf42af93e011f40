package io.millrace.broker.loop;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The time of the loops of a process, in milliseconds since the epoch: it follows the wall clock
 * forward, and goes on at its pace where that is set back. So what is to happen after an hour
 * happens after an hour at the latest, whatever is done to the wall clock while the process lives.
 *
 * <p>A wall clock that was set back leaves this one ahead of it until the process starts anew.
 *
 * <p><b>Threads:</b> any, which all see the same clock. The atomic is how far the wall clock was
 * ever ahead of the time that has passed; it only grows, and no owner could be asked as often.
 */
final class SteadyClock implements LongSupplier {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final LongSupplier wallMillis;
  private final LongSupplier nanos;
  private final AtomicLong aheadMillis = new AtomicLong(Long.MIN_VALUE);

  /**
   * @param wallMillis milliseconds since the epoch, may jump either way
   * @param nanos time that passes, from any point, as {@link System#nanoTime}
   */
  SteadyClock(LongSupplier wallMillis, LongSupplier nanos) {
    this.wallMillis = wallMillis;
    this.nanos = nanos;
  }

  @Override
  public long getAsLong() {
    // In this order: a pause between the two looks like a wall clock that is behind, which changes
    // nothing; in the other one it would put this clock ahead for good.
    long wall = wallMillis.getAsLong();
    long passedMillis = Math.floorDiv(nanos.getAsLong(), NANOS_PER_MILLI);
    long ahead = wall - passedMillis;
    long most = aheadMillis.get();
    if (ahead > most) {
      most = aheadMillis.accumulateAndGet(ahead, Math::max);
    }
    return passedMillis + most;
  }
}
