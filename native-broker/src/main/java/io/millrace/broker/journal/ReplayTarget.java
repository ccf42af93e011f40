package io.millrace.broker.journal;

import io.millrace.broker.queue.DurableCommand;
import io.millrace.broker.queue.QueueSnapshot;

/** Makes a queue again from what its journal stores. */
public interface ReplayTarget {
  /**
   * Called first, and once.
   *
   * @param snapshot {@link QueueSnapshot#EMPTY} for a queue without one
   * @param cleanStop whether the journal was stopped in order, so that no message can have been
   *     delivered without the snapshot telling so
   */
  void restore(QueueSnapshot snapshot, boolean cleanStop);

  /** Called for each command after the snapshot, in order. */
  void replay(DurableCommand command);
}
