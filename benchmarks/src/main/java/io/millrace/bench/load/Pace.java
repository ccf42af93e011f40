package io.millrace.bench.load;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * When the sender of a queue may send: as fast as its receivers take it, or so many a second.
 *
 * <p>At a rate, what is due in a millisecond is sent at once, with the time at which it was due: a
 * sender that is held up counts what waits behind it.
 */
public final class Pace {
  private static final long BURST_NANOS = 1_000_000;
  private static final long LONGEST_WAIT_NANOS = 100_000_000;
  private static final long WARM_UP_NANOS = 1_000_000_000;

  private final int backlog;
  private final int perSecond;
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong received = new AtomicLong();

  /** When the first was due; 0 before it. */
  private volatile long beganNanos;

  private long dueNanos;
  private volatile @Nullable Thread waiting;

  /**
   * @param backlog how many messages may be sent and not received
   * @param perSecond 0 for as many as possible
   */
  public Pace(int backlog, int perSecond) {
    this.backlog = backlog;
    this.perSecond = perSecond;
  }

  public boolean isEven() {
    return perSecond > 0;
  }

  public long sent() {
    return sent.get();
  }

  public long received() {
    return received.get();
  }

  /** From any thread. */
  public void received(int count) {
    received.addAndGet(count);
    Thread sender = waiting;
    if (sender != null && backlogNow() <= backlog / 2) {
      LockSupport.unpark(sender);
    }
  }

  private long backlogNow() {
    return sent.get() - received.get();
  }

  /**
   * For the sender: how many to send now, of at most so many; 0 after it has waited for receivers.
   */
  public int take(int most) {
    if (isEven()) {
      awaitDue();
    } else if (backlogNow() > backlog) {
      awaitReceivers();
      return 0;
    }
    int count = isEven() ? (int) (perSecond * BURST_NANOS / 1_000_000_000L) : most;
    sent.addAndGet(count);
    return count;
  }

  /** The time that what was taken last was due at. */
  public long dueNanos() {
    return dueNanos;
  }

  private void awaitReceivers() {
    waiting = Thread.currentThread();
    if (backlogNow() > backlog) {
      LockSupport.parkNanos(LONGEST_WAIT_NANOS);
    }
    waiting = null;
  }

  /** For receivers: whether the age of a message counts, which it does not in the first second. */
  public boolean counts(long due) {
    return due - beganNanos > WARM_UP_NANOS;
  }

  private void awaitDue() {
    if (beganNanos == 0) {
      beganNanos = System.nanoTime();
      dueNanos = beganNanos;
    }
    dueNanos += BURST_NANOS;
    for (long left = dueNanos - System.nanoTime(); left > 0; left = dueNanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
