package io.millrace.daemon.cli;

import io.millrace.daemon.pipeline.PipelineReport;
import io.millrace.daemon.pipeline.Pipelines;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns signals into stops: the first drains under the configured deadline, the second stops at
 * once.
 *
 * <p><b>Threads:</b> any; {@link #request} blocks until the pipelines have stopped.
 */
final class StopRequests {
  private final Logger log = LoggerFactory.getLogger(StopRequests.class);
  private final Pipelines pipelines;
  private final StopSignals signals = new StopSignals();
  private final CountDownLatch finished = new CountDownLatch(1);

  /** The number of the signal that cut the drain short; 0 while none has. */
  private volatile int cutShortBy;

  StopRequests(Pipelines pipelines) {
    this.pipelines = pipelines;
  }

  void request(int signal) {
    String name = StopSignals.nameOf(signal);
    switch (signals.heard()) {
      case FIRST -> {
        Duration timeout = pipelines.shutdownTimeout();
        log.info(
            "{}: finishing what was fetched, for up to {} s; once more stops at once",
            name,
            timeout.toSeconds());
        pipelines.stop(timeout);
      }
      case AGAIN -> {
        cutShortBy = signal;
        log.warn("{} again: stopping at once, what is not finished goes back to its source", name);
        pipelines.stop(Duration.ZERO);
      }
      case SAME -> {}
    }
  }

  /**
   * Drains when the process ends in another way than by a signal we hear of, and keeps it alive
   * meanwhile.
   */
  Thread atExit() {
    return new Thread(
        () -> {
          if (finished.getCount() > 0) {
            boolean unused = signals.isFirst();
            pipelines.stop(pipelines.shutdownTimeout());
          }
        },
        "millrace-exit");
  }

  /** To be called when all pipelines have ended. */
  void finish(Thread atExit) {
    finished.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      log.debug("the process is ending already", e);
    }
  }

  /**
   * How the process should end.
   *
   * @param isComplete whether each pipeline has a report
   */
  int exitCode(List<PipelineReport> reports, boolean isComplete) {
    if (cutShortBy != 0) {
      return ExitCode.SIGNAL + cutShortBy;
    }
    if (!isComplete || reports.stream().anyMatch(report -> report.drain().lost() != 0)) {
      return ExitCode.INTERNAL;
    }
    if (reports.stream().anyMatch(report -> report.cutOff() > 0 || report.gone().isPresent())) {
      return ExitCode.RETURNED;
    }
    return reports.stream().anyMatch(report -> report.incomplete().isPresent())
        ? ExitCode.NO_INPUT
        : ExitCode.OK;
  }
}
