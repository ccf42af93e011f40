package io.millrace.queue.executor;

import java.time.Duration;

/**
 * When and how a {@link BatchExecutor} flushes.
 *
 * @param interval how long a task waits at most for its batch to fill; at least 1 ms
 * @param waitingBatches how many full batches may wait for the handler; at this number {@code add}
 *     blocks
 * @param stopTimeout the deadline of {@link BatchExecutor#close}
 * @param onFailure told of each batch that failed
 * @param exitHooks where to ask for a stop when the JVM ends
 * @param time the clock
 */
public record FlushOptions(
    Duration interval,
    int waitingBatches,
    Duration stopTimeout,
    BatchFailureHandler onFailure,
    ExitHooks exitHooks,
    Time time) {

  /**
   * Every second, 16 batches waiting, 25 s to stop, failures logged, nothing at the JVM's end, the
   * machine's clock.
   */
  public static final FlushOptions DEFAULT =
      new FlushOptions(
          Duration.ofSeconds(1),
          16,
          Duration.ofSeconds(25),
          BatchFailureHandler.logging(),
          ExitHooks.none(),
          Time.system());

  public FlushOptions {
    if (interval.toMillis() < 1) {
      throw new IllegalArgumentException("interval must be at least 1 ms, got " + interval);
    }
    if (waitingBatches < 1) {
      throw new IllegalArgumentException(
          "waitingBatches must be at least 1, got " + waitingBatches);
    }
    if (stopTimeout.isNegative()) {
      throw new IllegalArgumentException("stopTimeout must not be negative, got " + stopTimeout);
    }
  }

  public FlushOptions withInterval(Duration value) {
    return new FlushOptions(value, waitingBatches, stopTimeout, onFailure, exitHooks, time);
  }

  public FlushOptions withWaitingBatches(int value) {
    return new FlushOptions(interval, value, stopTimeout, onFailure, exitHooks, time);
  }

  public FlushOptions withStopTimeout(Duration value) {
    return new FlushOptions(interval, waitingBatches, value, onFailure, exitHooks, time);
  }

  public FlushOptions withOnFailure(BatchFailureHandler value) {
    return new FlushOptions(interval, waitingBatches, stopTimeout, value, exitHooks, time);
  }

  public FlushOptions withExitHooks(ExitHooks value) {
    return new FlushOptions(interval, waitingBatches, stopTimeout, onFailure, value, time);
  }

  public FlushOptions withTime(Time value) {
    return new FlushOptions(interval, waitingBatches, stopTimeout, onFailure, exitHooks, value);
  }
}
