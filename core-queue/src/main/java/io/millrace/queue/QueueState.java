package io.millrace.queue;

/**
 * Where a queue stands in its life. It only moves forward.
 *
 * <pre>
 *   NEW -- start --> RUNNING -- stop, or every producer at its end --> DRAINING -- all settled, all closed --> STOPPED
 *   NEW -- stop --> STOPPED
 * </pre>
 */
public enum QueueState {
  /** Built; no thread runs. */
  NEW,
  /** Producers fetch, consumers handle. Also while paused. */
  RUNNING,
  /** No producer fetches any more; consumers finish what is there. */
  DRAINING,
  /** No thread of the queue runs. */
  STOPPED
}
