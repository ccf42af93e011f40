package io.millrace.queue.engine;

import io.millrace.queue.Concurrency;
import io.millrace.queue.DrainReport;
import io.millrace.queue.Queue;
import io.millrace.queue.QueueConfig;
import io.millrace.queue.QueueSnapshot;
import io.millrace.queue.QueueState;
import io.millrace.queue.metrics.MicrometerMeters;
import io.millrace.queue.metrics.QueueMeters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine behind {@link Queue}: makes the parts, wires them, and answers for them. */
public final class QueueEngine<T> implements Queue<T> {
  private static final Logger log = LoggerFactory.getLogger(QueueEngine.class);

  /**
   * Longer than any stop takes: its deadline, and what the engine needs to give up threads that
   * hang.
   */
  private static final Duration BEYOND_DEADLINE = Duration.ofSeconds(30);

  private final Core<T> core;
  private final ProducerPool<T> producers;
  private final WorkerPool<T> workers;
  private final AdaptiveSizing<T> sizing;
  private final LifeCycle<T> lifeCycle;
  private final ControlLoop<T> control;
  private final LoopRunner runner;

  public QueueEngine(QueueConfig<T> config) {
    this(
        new Core<>(
            config,
            EngineTime.system(),
            () -> ThreadLocalRandom.current().nextLong(),
            config
                .meters()
                .<QueueMeters>map(registry -> new MicrometerMeters(registry, config.name()))
                .orElse(QueueMeters.NONE)),
        null,
        Integer.MAX_VALUE);
  }

  QueueEngine(Core<T> core, @Nullable LoopRunner runner, int callsPerTurn) {
    this.core = core;
    this.runner =
        runner != null ? runner : new ThreadRunner(core.config.virtualThreads(), this::defect);
    producers = new ProducerPool<>(core, this.runner);
    workers = new WorkerPool<>(core, this.runner, callsPerTurn);
    sizing = new AdaptiveSizing<>(core, workers);
    Watchdog<T> watchdog = new Watchdog<>(core, workers);
    lifeCycle = new LifeCycle<>(core, producers, workers, watchdog);
    control = new ControlLoop<>(core, watchdog, sizing, lifeCycle);
    core.meters.bind(this::snapshot);
  }

  @Override
  public String name() {
    return core.config.name();
  }

  @Override
  public QueueState state() {
    return lifeCycle.state();
  }

  @Override
  public void start() {
    lifeCycle.started();
    workers.limit(core.config.concurrency().initial());
    producers.resize(core.config.producers());
    runner.start(control, LoopRunner.Role.CONTROL, () -> {});
  }

  @Override
  public DrainReport stop(Duration deadline) {
    requestStop(deadline);
    if (drainReport().isEmpty() && !isOwnThread()) {
      try {
        Duration patience = Duration.ofNanos(Nanos.of(deadline)).plus(BEYOND_DEADLINE);
        if (!lifeCycle.awaitStopped(patience)) {
          throw new IllegalStateException(
              core.config.title() + " did not stop; this is a defect: " + snapshot());
        }
      } catch (InterruptedException e) {
        // Whoever waits for the stop is in a hurry: end it now, and leave the flag to them.
        requestStop(Duration.ZERO);
        Thread.currentThread().interrupt();
      }
    }
    return drainReport().orElseGet(this::reportSoFar);
  }

  @Override
  public boolean awaitTermination(Duration timeout) throws InterruptedException {
    return lifeCycle.awaitStopped(timeout);
  }

  @Override
  public Optional<DrainReport> drainReport() {
    return Optional.ofNullable(lifeCycle.report());
  }

  @Override
  public void pause() {
    core.setPaused(true);
    core.listeners.operatorPaused(true);
  }

  @Override
  public void resume() {
    core.setPaused(false);
    core.listeners.operatorPaused(false);
    core.admission.wakeBlocked();
    workers.wakeAll();
    producers.wakeAll();
  }

  @Override
  public void resize(int producerCount, int consumerCount) {
    if (producerCount < 1 || consumerCount < 1) {
      throw new IllegalArgumentException(
          core.config.noun()
              + " needs at least 1 producer and 1 consumer, got "
              + producerCount
              + " and "
              + consumerCount);
    }
    if (state() != QueueState.RUNNING) {
      throw new IllegalStateException(
          core.config.title() + " is " + state() + "; only a running queue can be resized");
    }
    if (producerCount != producers.target()) {
      producers.resize(producerCount);
    }
    if (core.config.concurrency() instanceof Concurrency.Adaptive) {
      sizing.requestMax(consumerCount);
      core.wakeControl();
    } else {
      workers.resize(consumerCount);
    }
  }

  @Override
  public void broadcast(Object event) {
    List<String> full = new ArrayList<>();
    for (Worker<T> worker : workers.workers()) {
      if (!worker.offerEvent(event)) {
        full.add(worker.name());
      }
    }
    if (!full.isEmpty()) {
      throw new IllegalStateException(
          core.config.title() + ": too many events wait for " + full + "; do their handlers hang?");
    }
  }

  @Override
  public QueueSnapshot snapshot() {
    return Snapshots.of(core, lifeCycle.state(), producers, workers, sizing);
  }

  @Override
  public void close() {
    stop(core.config.stopTimeout());
  }

  /** Asks for a stop and returns. */
  void requestStop(Duration deadline) {
    if (lifeCycle.requestStop(deadline)) {
      core.wakeControl();
    }
  }

  /** Whether a handler, a producer or a listener calls: the queue cannot end before they return. */
  private boolean isOwnThread() {
    Thread me = Thread.currentThread();
    return control.isCurrent()
        || producers.loops().stream().anyMatch(loop -> loop.thread() == me)
        || workers.all().stream().anyMatch(worker -> worker.thread() == me);
  }

  private DrainReport reportSoFar() {
    return LifeCycle.report(core, Duration.ZERO);
  }

  private void defect(Throwable cause) {
    log.error("{} is cut off because of a defect: {}", core.config.title(), cause.toString());
    requestStop(Duration.ZERO);
  }
}
