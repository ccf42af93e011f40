package io.millrace.kafka;

import io.millrace.kafka.assignment.AssignedPartition;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.locks.LockSupport;

/**
 * How long the poll thread waits for records when it has none to hand out.
 *
 * <p>With nothing in hand, as long as it may. With messages in hand, so long that their settlements
 * are taken up in time for the next commit. With polled records that may not be handed out before
 * some are settled, so long that some hundred are, learnt from the waits before: a fixed time would
 * be too long for handlers that take nothing, and too short for those that take their time.
 *
 * <p>Belongs to the poll thread.
 */
final class PollWait {
  /** To wake the poll for each settlement instead would cost more than the poll. */
  static final Duration BUSY = Duration.ofMillis(25);

  private static final Duration SHORTEST = Duration.ofNanos(100_000);
  private static final int FEW = 64;
  private static final int MANY = 512;

  /** The least that a poll can wait. */
  private static final Duration POLLABLE = Duration.ofMillis(1);

  private Duration blocked = SHORTEST;
  private int settled;

  /** Notes settlements. */
  void settled(int count) {
    settled += count;
  }

  /**
   * The next wait.
   *
   * @param busy whether anything is in hand
   * @param partitions those assigned, none of which has a record that may be handed out now
   */
  Duration next(Duration maxWait, boolean busy, Collection<AssignedPartition> partitions) {
    Duration wait = busy ? shorter(maxWait, BUSY) : maxWait;
    boolean isBlocked = false;
    for (AssignedPartition partition : partitions) {
      if (partition.heldMillis() > 0) {
        wait = shorter(wait, Duration.ofMillis(partition.heldMillis()));
      } else if (partition.backlog() > 0 && partition.halted() == null) {
        isBlocked = true;
      }
    }
    return busy && isBlocked ? shorter(wait, nextBlocked()) : wait;
  }

  private Duration nextBlocked() {
    if (settled > MANY) {
      Duration half = blocked.dividedBy(2);
      blocked = half.compareTo(SHORTEST) < 0 ? SHORTEST : half;
    } else if (settled < FEW) {
      blocked = shorter(blocked.multipliedBy(2), BUSY);
    }
    settled = 0;
    return blocked;
  }

  /** Whether a poll can wait so long; otherwise {@link #park} does. */
  static boolean isPollable(Duration wait) {
    return wait.isZero() || wait.compareTo(POLLABLE) >= 0;
  }

  static void park(Duration wait) {
    LockSupport.parkNanos(wait.toNanos());
  }

  static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }
}
