package io.millrace.queue;

/** How a {@link Producer} stands after a fetch. */
public enum FetchResult {
  /** There may be more right away. */
  MORE,
  /**
   * Nothing more just now. A producer that does not wait by itself is called again after a growing
   * pause.
   */
  IDLE,
  /** The producer has paused itself: it is called at a slow pace until it answers otherwise. */
  PAUSED,
  /**
   * There will never be more. When every producer has ended, the queue drains and stops by itself.
   */
  END
}
