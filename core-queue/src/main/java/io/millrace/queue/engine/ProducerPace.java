package io.millrace.queue.engine;

import io.millrace.queue.FetchResult;
import io.millrace.queue.retry.Backoff;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When a producer is to be called next: at once while it has more, after growing pauses while it
 * has nothing or fails, never again once it has ended. Belongs to the producer's thread.
 */
final class ProducerPace {
  private static final Logger log = LoggerFactory.getLogger(ProducerPace.class);

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long FIRST_IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long LAST_IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Core<?> core;
  private final int index;
  private final String name;
  private final Backoff failureBackoff;

  private boolean ended;
  private boolean pausedItself;
  private int failures;
  private long idleNanos;
  private long nextFetchNanos;

  ProducerPace(Core<?> core, int index, String name) {
    this.core = core;
    this.index = index;
    this.name = name;
    failureBackoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(30), 0.2, core.random);
    nextFetchNanos = core.time.nanoTime();
  }

  boolean hasEnded() {
    return ended;
  }

  /** How long to wait before the next call; 0 or less for not at all. */
  long nanosToNextFetch(long nowNanos) {
    return nextFetchNanos - nowNanos;
  }

  /**
   * A fetch answered.
   *
   * @param count how many messages it brought
   * @param waited whether it waited for messages by itself
   */
  void follow(FetchResult result, int count, long nowNanos, boolean waited) {
    if (pausedItself && result != FetchResult.PAUSED) {
      pausedItself = false;
      core.listeners.producerResumed(index);
    }
    switch (result) {
      case MORE -> idleNanos = 0;
      case IDLE -> {
        idleNanos =
            count > 0 || waited
                ? 0
                : Math.min(LAST_IDLE_NANOS, Math.max(FIRST_IDLE_NANOS, 2 * idleNanos));
        nextFetchNanos = Math.max(nextFetchNanos, nowNanos + idleNanos);
      }
      case PAUSED -> {
        if (!pausedItself) {
          pausedItself = true;
          core.listeners.producerPaused(index);
        }
        nextFetchNanos = nowNanos + PAUSE_NANOS;
      }
      case END -> {
        ended = true;
        core.listeners.producerGone(index);
        core.wakeControl();
      }
    }
  }

  /** A call of the producer, or of its factory, failed. */
  void failed(String what, Exception failure) {
    failures++;
    long pause = failureBackoff.nanosAfter(failures);
    nextFetchNanos = core.time.nanoTime() + pause;
    core.meters.producerFailed();
    core.listeners.producerGone(index);
    core.listeners.producerFailed(index, failure);
    if (Integer.bitCount(failures) == 1) {
      log.warn(
          "{} {} ({} so far); next try in {} ms",
          name,
          what,
          Count.of(failures, "time"),
          TimeUnit.NANOSECONDS.toMillis(pause),
          failure);
    }
  }

  /** A call succeeded. */
  void recovered() {
    if (failures > 0) {
      log.info("{} works again after {}", name, Count.of(failures, "failure"));
      failures = 0;
      if (pausedItself) {
        core.listeners.producerStillPaused(index);
      } else {
        core.listeners.producerOpened(index);
      }
    }
  }
}
