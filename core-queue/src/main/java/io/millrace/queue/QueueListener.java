package io.millrace.queue;

/**
 * Hears of the queue as a whole. Called by a thread of the queue: must not block, and what it
 * throws is logged.
 */
public interface QueueListener {
  /** The last active producer has paused, or the queue was paused: no message comes in any more. */
  default void onPause() {}

  /** The first producer has returned, or the queue was resumed. */
  default void onResume() {}

  default void onStateChange(QueueState from, QueueState to) {}

  /** Called once, when everything is settled and closed. */
  default void onStopped(DrainReport report) {}
}
