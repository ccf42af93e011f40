package io.millrace.daemon.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stops several pipelines at once. */
final class Draining {
  private static final Logger log = LoggerFactory.getLogger(Draining.class);

  private Draining() {}

  /**
   * Stops these pipelines under one deadline, beginning with the last, and waits for their ends.
   * One that hangs while it is closed is left behind.
   *
   * @param closing how long after the deadline they may take to close what they use
   */
  static void stop(List<PipelineRun> runs, Duration deadline, Duration closing) {
    long end = System.nanoTime() + deadline.plus(closing).toNanos();
    List<PipelineRun> toStop = new ArrayList<>();
    for (int i = runs.size() - 1; i >= 0; i--) {
      PipelineRun run = runs.get(i);
      if (!run.end().isDone()) {
        toStop.add(run);
        new Thread(() -> stop(run, deadline), "millrace-" + run.name() + "-stop").start();
      }
    }
    for (PipelineRun run : toStop) {
      await(run, end - System.nanoTime());
    }
  }

  private static void stop(PipelineRun run, Duration deadline) {
    try {
      run.stop(deadline);
    } catch (RuntimeException e) {
      log.atError()
          .addKeyValue("pipeline", run.name())
          .setCause(e)
          .log("pipeline {}: stopping failed", run.name());
    }
  }

  private static void await(PipelineRun run, long nanos) {
    try {
      run.end().get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      log.atError()
          .addKeyValue("pipeline", run.name())
          .log("pipeline {}: did not end in time", run.name());
    } catch (ExecutionException e) {
      log.trace("pipeline {} ended without a report", run.name(), e); // logged where it happened
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
