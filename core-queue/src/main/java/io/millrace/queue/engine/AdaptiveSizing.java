package io.millrace.queue.engine;

import io.millrace.queue.Concurrency;
import io.millrace.queue.adaptive.ConcurrencyController;
import io.millrace.queue.adaptive.ConcurrencyController.Change;
import io.millrace.queue.adaptive.ConcurrencyController.Window;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures the workers, window by window, and lets as many run as the controller advises. Belongs
 * to the control loop's thread.
 */
final class AdaptiveSizing<T> {
  private static final Logger log = LoggerFactory.getLogger(AdaptiveSizing.class);

  private static final long WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long LONGEST_WINDOW_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final int ENOUGH_CALLS = 50;

  private final Core<T> core;
  private final WorkerPool<T> workers;
  private @Nullable ConcurrencyController controller;

  /** A new upper limit that an operator asked for; 0 when there is none. */
  private volatile int requestedMax;

  /**
   * The upper limit that holds, or was asked for; 0 where nothing is adaptive. Read by any thread.
   */
  private volatile int max;

  private long windowStartNanos;
  private WorkerPool.Totals windowStart = new WorkerPool.Totals(0, 0, 0);
  private int ticks;
  private int ticksWithBacklog;

  AdaptiveSizing(Core<T> core, WorkerPool<T> workers) {
    this.core = core;
    this.workers = workers;
    if (core.config.concurrency() instanceof Concurrency.Adaptive adaptive) {
      controller = new ConcurrencyController(adaptive.min(), adaptive.max(), adaptive.initial());
      max = adaptive.max();
    }
    windowStartNanos = core.time.nanoTime();
  }

  /** Asks for a new upper limit; the next check applies it. Any thread. */
  void requestMax(int newMax) {
    max = newMax;
    requestedMax = newMax;
  }

  /** The upper limit; 0 where the number of workers is fixed. Any thread. */
  int max() {
    return max;
  }

  void check(long nowNanos) {
    applyRequestedMax();
    ConcurrencyController advisor = controller;
    if (advisor == null) {
      return;
    }
    ticks++;
    if (core.channel.size() > 0) {
      ticksWithBacklog++;
    }
    long nanos = nowNanos - windowStartNanos;
    if (nanos < WINDOW_NANOS) {
      return;
    }
    WorkerPool.Totals now = workers.totals();
    long calls = now.calls() - windowStart.calls();
    if (calls < ENOUGH_CALLS && nanos < LONGEST_WINDOW_NANOS) {
      return;
    }
    Window window =
        new Window(
            nanos,
            calls,
            now.failures() - windowStart.failures(),
            now.busyNanos() - windowStart.busyNanos(),
            ticksWithBacklog * 2 > ticks);
    windowStart = now;
    windowStartNanos = nowNanos;
    ticks = 0;
    ticksWithBacklog = 0;
    advisor.learn(window).ifPresent(this::apply);
  }

  private void applyRequestedMax() {
    int newMax = requestedMax;
    ConcurrencyController before = controller;
    if (newMax == 0 || before == null) {
      return;
    }
    requestedMax = 0;
    if (core.config.concurrency() instanceof Concurrency.Adaptive adaptive) {
      int min = Math.min(adaptive.min(), newMax);
      int limit = Math.max(min, Math.min(newMax, before.limit()));
      controller = new ConcurrencyController(min, newMax, limit);
      workers.resize(limit);
    }
  }

  private void apply(Change change) {
    log.info(
        "{}: concurrency limit {} (was {}): {}",
        core.config.title(),
        change.to(),
        change.from(),
        change.reason());
    core.meters.concurrencyChanged(change.from(), change.to());
    workers.limit(change.to());
  }
}
