package io.millrace.queue.executor;

import java.util.List;

/** The code that handles tasks many at a time. */
@FunctionalInterface
public interface BatchHandler<T> {
  /**
   * Handles the tasks, in the order in which they were added. May block; is never called twice at
   * once by one executor.
   *
   * @param batch at least one task, not modifiable
   */
  void handle(List<T> batch) throws Exception;
}
