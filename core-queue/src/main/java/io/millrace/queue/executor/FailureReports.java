package io.millrace.queue.executor;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a failure handler of batches that failed, and outlives one that fails itself.
 *
 * <p><b>Threads:</b> any.
 *
 * @param name of the executor
 */
record FailureReports(String name, BatchFailureHandler handler) {
  private static final Logger LOG = LoggerFactory.getLogger(FailureReports.class);

  void report(List<?> batch, Throwable error) {
    try {
      handler.onFailure(name, batch, error);
    } catch (RuntimeException | Error e) {
      LOG.error(
          "executor {}: the failure handler itself failed, on a batch of {} tasks",
          name,
          batch.size(),
          e);
    }
  }
}
