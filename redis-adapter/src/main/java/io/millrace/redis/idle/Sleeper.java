package io.millrace.redis.idle;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A producer's thread while there is nothing for it.
 *
 * <p><b>Threads:</b> {@link #sleep} the producer's, {@link #wake} any.
 */
public final class Sleeper {
  private final Semaphore wakeUps = new Semaphore(0);

  /** Ends its sleep, or the next one. */
  public void wake() {
    if (wakeUps.availablePermits() == 0) {
      wakeUps.release();
    }
  }

  /** Waits to be woken, up to {@code maxWait}; not at all if that happened since the last time. */
  public void sleep(Duration maxWait) throws InterruptedException {
    if (wakeUps.tryAcquire(maxWait.toNanos(), TimeUnit.NANOSECONDS)) {
      wakeUps.drainPermits();
    }
  }
}
