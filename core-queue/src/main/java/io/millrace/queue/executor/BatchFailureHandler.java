package io.millrace.queue.executor;

import java.util.List;
import org.slf4j.LoggerFactory;

/** Hears of batches that were not handled. What it throws is logged. */
@FunctionalInterface
public interface BatchFailureHandler {
  /**
   * Called once for a failed batch, on the thread that handled it; or on the thread that stops the
   * executor, for batches that the deadline left over.
   *
   * @param executor the executor's name
   * @param batch the tasks; some of them may have been handled
   * @param error what the handler threw, or a {@link java.util.concurrent.TimeoutException} when it
   *     was not called
   */
  void onFailure(String executor, List<?> batch, Throwable error);

  /** Writes one line for each failed batch, with the number of tasks in it. */
  static BatchFailureHandler logging() {
    return (executor, batch, error) ->
        LoggerFactory.getLogger(BatchFailureHandler.class)
            .error("executor {}: a batch of {} tasks failed", executor, batch.size(), error);
  }
}
