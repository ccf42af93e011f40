package io.millrace.queue.metrics;

import io.millrace.queue.QueueSnapshot;
import io.millrace.queue.Settlement;
import java.util.function.Supplier;

/**
 * What the engine reports while it works.
 *
 * <p><b>Threads:</b> any, several at once; must not block.
 */
public interface QueueMeters {
  /** Measures nothing and costs nothing. */
  QueueMeters NONE = new QueueMeters() {};

  /** Whether the times given to {@link #handled} are worth taking. */
  default boolean measuresTime() {
    return false;
  }

  /** Where gauges find what the queue stands at; called once, before the queue starts. */
  default void bind(Supplier<QueueSnapshot> snapshot) {}

  /**
   * A handler was called for one message.
   *
   * @param waitNanos from ready to the call
   * @param handlerNanos the call's time; for a batch, its share
   */
  default void handled(long waitNanos, long handlerNanos) {}

  /**
   * A message reached its end.
   *
   * @param endToEndNanos from fetch to the end
   * @param lagMillis from the message's own timestamp to the end, or -1 if it has none
   */
  default void settled(Settlement.Kind kind, long endToEndNanos, long lagMillis) {}

  default void retried(RetryReason reason) {}

  default void deadLettered(RetryReason reason) {}

  default void deadLetterFailed() {}

  default void producerBlocked(long nanos) {}

  default void producerFailed() {}

  default void settleTook(long nanos, boolean failed) {}

  default void workerIdle(long nanos) {}

  default void workerAbandoned() {}

  default void concurrencyChanged(int from, int to) {}

  /** Removes the meters: the queue has stopped. */
  default void close() {}

  /** Why an attempt failed: a label with few values. */
  enum RetryReason {
    /** The handler threw. */
    EXCEPTION,
    /** The handler answered retry. */
    ASKED,
    /** The handler's time limit passed. */
    TIMEOUT,
    /** The handler answered dead letter. */
    DEAD_LETTER,
    /** It ended the process, again and again. */
    CRASH;

    public String label() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
