package io.millrace.kafka.assignment;

import io.millrace.queue.SourcePartition;
import java.time.Duration;

/** How a rebalance gets back what the queue has of a partition. Called from the poll thread. */
public interface Drain {
  /** Ends the assignment in the queue: nothing more of it is begun. */
  void revoke(SourcePartition partition);

  /**
   * Waits until some message is settled, up to {@code maxWait}.
   *
   * @return whether one was
   */
  boolean awaitSettlements(Duration maxWait) throws InterruptedException;
}
