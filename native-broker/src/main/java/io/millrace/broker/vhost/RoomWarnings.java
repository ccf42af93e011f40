package io.millrace.broker.vhost;

import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log that a queue has no room for messages: at the first that finds none, then once a
 * minute while there are more; of those that wait and those that are refused each for itself.
 *
 * <p>Owned by the queue's loop.
 */
final class RoomWarnings {
  private static final Logger LOG = LoggerFactory.getLogger(RoomWarnings.class);
  private static final long PAUSE_MILLIS = 60_000;

  private final HostedQueue queue;
  private long refused;
  private long silentOfRefusedUntilMillis = Long.MIN_VALUE;
  private long silentOfHeldUpUntilMillis = Long.MIN_VALUE;

  RoomWarnings(HostedQueue queue) {
    this.queue = queue;
  }

  /** A message was refused. */
  void refused(long nowMillis) {
    refused++;
    if (mayBeSaid(silentOfRefusedUntilMillis, nowMillis)) {
      silentOfRefusedUntilMillis = nowMillis + PAUSE_MILLIS;
      LOG.warn(
          "queue '{}' of virtual host '{}': no room for messages, {} refused since the last time"
              + " this was said",
          queue.name(),
          queue.host().name(),
          refused);
      refused = 0;
    }
  }

  /** A publisher has to wait. */
  void heldUp(long nowMillis) {
    if (mayBeSaid(silentOfHeldUpUntilMillis, nowMillis)) {
      silentOfHeldUpUntilMillis = nowMillis + PAUSE_MILLIS;
      LOG.warn(
          "queue '{}' of virtual host '{}' is full: publishers wait until messages leave it",
          queue.name(),
          queue.host().name());
    }
  }

  private boolean mayBeSaid(long silentUntilMillis, long nowMillis) {
    return nowMillis >= silentUntilMillis && queue.host().roomWarnings().allows(nowMillis);
  }

  /**
   * How often queues altogether may say so: a full disk is full for all of them. From any thread.
   */
  static final class Rate {
    private static final long MOST_IN_A_PAUSE = 10;

    private final AtomicLong pause = new AtomicLong(Long.MIN_VALUE);
    private final AtomicLong said = new AtomicLong();

    /** Whether one more may, which then counts. */
    boolean allows(long nowMillis) {
      long current = Math.floorDiv(nowMillis, PAUSE_MILLIS);
      if (pause.getAndSet(current) != current) {
        said.set(0);
      }
      return said.get() < MOST_IN_A_PAUSE && said.incrementAndGet() <= MOST_IN_A_PAUSE;
    }
  }
}
