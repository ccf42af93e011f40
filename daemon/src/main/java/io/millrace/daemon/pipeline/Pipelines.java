package io.millrace.daemon.pipeline;

import io.millrace.daemon.config.AppConfig;
import io.millrace.daemon.spi.ConfigException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running pipelines of this process.
 *
 * <p><b>Threads:</b> any. {@link #reload}, {@link #stop} and {@link #awaitEnd} block, the others do
 * not.
 */
public final class Pipelines implements PipelineRegistry, Reloader {
  private static final Logger log = LoggerFactory.getLogger(Pipelines.class);

  /**
   * How much longer than the deadline closing sources and sinks may take before the process ends
   * without them.
   */
  private static final Duration CLOSING = Duration.ofSeconds(5);

  /** What the process took up at its start, see {@link Blueprint#fixed}. */
  private final Map<String, String> fixed;

  private final Supplier<Blueprint> reader;

  /**
   * Held while pipelines are added or taken away, so that this happens once at a time; never needed
   * to read or stop.
   */
  private final ReentrantLock changing = new ReentrantLock();

  /** Those not started yet; guarded by {@link #changing}. */
  private final Deque<PipelinePlan> pending;

  /** Guarded by {@link #changing}; null before the start and after the stop. */
  private @Nullable StateLock state;

  /** In the order of the file; replaced under {@link #changing}. */
  private volatile List<PipelineRun> runs = List.of();

  private volatile AppConfig app;
  private volatile boolean started;
  private volatile boolean stopping;

  /**
   * Takes the blueprint over; nothing runs before {@link #start}.
   *
   * @param reader reads the configuration again, for a reload
   */
  public Pipelines(Blueprint first, Supplier<Blueprint> reader) {
    this.fixed = first.fixed();
    this.pending = new ArrayDeque<>(first.plans());
    this.app = first.app();
    this.reader = reader;
  }

  /**
   * Starts all pipelines; none when a stop came first. To be called once.
   *
   * @throws IOException when the state directory cannot be used; everything is stopped and closed
   *     again then
   */
  public void start() throws IOException {
    changing.lock();
    try {
      if (stopping) {
        return;
      }
      state = StateLock.take(app.stateDirectory());
      started = true;
      while (!pending.isEmpty()) {
        List<PipelineRun> more = new ArrayList<>(runs);
        more.add(PipelineRun.start(pending.remove(), app.shutdownTimeout()));
        runs = List.copyOf(more);
      }
    } catch (IOException | RuntimeException e) {
      stop(Duration.ZERO);
      throw e;
    } finally {
      changing.unlock();
    }
  }

  @Override
  public List<PipelineView> list() {
    return List.copyOf(runs);
  }

  @Override
  public Optional<PipelineView> find(String name) {
    return runs.stream()
        .filter(run -> run.name().equals(name))
        .map(PipelineView.class::cast)
        .findFirst();
  }

  /** How long a stop may take, as the configuration has it now. */
  public Duration shutdownTimeout() {
    return app.shutdownTimeout();
  }

  /** Waits until every pipeline has come to its end, by itself or because it was stopped. */
  public void awaitEnd() throws InterruptedException {
    while (true) {
      for (PipelineRun run : runs) {
        awaitEnd(run, Duration.ofDays(1));
      }
      changing.lockInterruptibly();
      try {
        if (runs.stream().allMatch(run -> run.end().isDone())) {
          return;
        }
      } finally {
        changing.unlock();
      }
    }
  }

  /**
   * Stops all pipelines at once, the last one first, under one deadline, and releases the state
   * directory. Called again, the nearest deadline holds.
   */
  public void stop(Duration deadline) {
    stopping = true;
    Draining.stop(runs, deadline, CLOSING);
    changing.lock(); // a reload under way gives up at its next step, perhaps after it has started
    // another pipeline
    try {
      Draining.stop(runs, deadline, CLOSING);
      release();
    } finally {
      changing.unlock();
    }
  }

  private void release() {
    while (!pending.isEmpty()) {
      pending.remove().close();
    }
    try {
      if (state != null) {
        state.close();
        state = null;
      }
    } catch (IOException e) {
      log.warn("the lock of the state directory was not released", e);
    }
  }

  /** What became of each pipeline that has come to its end. */
  public List<PipelineReport> reports() {
    return runs.stream()
        .map(PipelineRun::end)
        .filter(end -> end.isDone() && !end.isCompletedExceptionally())
        .map(end -> end.join())
        .toList();
  }

  /** Whether each pipeline has a report. */
  public boolean isAccountedFor() {
    return reports().size() == runs.size();
  }

  @Override
  public List<String> reload() {
    changing.lock();
    try {
      checkRunning();
      if (!started) {
        throw new IllegalStateException("the process is starting");
      }
      Blueprint next = reader.get();
      if (!next.app().stateDirectory().equals(app.stateDirectory())) {
        next.close();
        throw new ConfigException(
            "state.dir cannot change while the process runs; stop and start it again");
      }
      return apply(next);
    } catch (ConfigException e) {
      log.error("the configuration was not reloaded, nothing has changed:\n{}", e.getMessage());
      throw e;
    } finally {
      changing.unlock();
    }
  }

  private List<String> apply(Blueprint next) {
    ReloadPlan plan = ReloadPlan.of(runs, next.plans());
    List<String> changes = new ArrayList<>(plan.changes());
    for (String key : next.fixedOtherThan(fixed)) {
      changes.add(key + ": changed, which takes effect only when the process is started again");
    }
    app = next.app();
    plan.followSizes();
    Draining.stop(plan.leaving(), app.shutdownTimeout(), CLOSING);
    plan.leaving().forEach(Pipelines::logReport);
    List<PipelineRun> follow = new ArrayList<>();
    for (ReloadPlan.Step step : plan.steps()) {
      if (step.staying().isPresent()) {
        follow.add(step.staying().get());
      } else if (stopping) {
        step.plan().close();
      } else {
        start(step.plan(), follow);
      }
    }
    runs = List.copyOf(follow);
    checkRunning();
    changes.forEach(change -> log.info("reload: {}", change));
    if (changes.isEmpty()) {
      log.info("reload: nothing has changed");
    }
    return List.copyOf(changes);
  }

  private void start(PipelinePlan plan, List<PipelineRun> into) {
    try {
      into.add(PipelineRun.start(plan, app.shutdownTimeout()));
    } catch (IOException | RuntimeException e) {
      // The others go on: what was started already must not be forgotten for this one's sake.
      log.atError()
          .addKeyValue("pipeline", plan.config().name())
          .setCause(e)
          .log(
              "pipeline {}: cannot be started; reload again when this is put right",
              plan.config().name());
    }
  }

  private void checkRunning() {
    if (stopping) {
      throw new IllegalStateException("the process is stopping");
    }
  }

  private static void logReport(PipelineRun run) {
    if (run.end().isDone() && !run.end().isCompletedExceptionally()) {
      log.atInfo()
          .addKeyValue("pipeline", run.name())
          .log("pipeline {}: {}", run.name(), run.end().join());
    }
  }

  private static void awaitEnd(PipelineRun run, Duration wait) throws InterruptedException {
    try {
      run.end().get(wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      log.trace("pipeline {} runs", run.name());
    } catch (ExecutionException e) {
      log.trace("pipeline {} ended without a report", run.name(), e); // logged where it happened
    }
  }
}
