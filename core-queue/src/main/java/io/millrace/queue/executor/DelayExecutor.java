package io.millrace.queue.executor;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs an action once, a delay after the first of any number of triggers: for work that one call
 * does for all, such as writing a state that changes often.
 *
 * <p>A trigger while the action runs leads to another run, a delay later; two runs never overlap.
 * The runs are on a daemon thread called {@code millrace-<name>-delay}, which lives only from a
 * trigger to the end of its run. A run that fails is logged.
 *
 * <p><b>Threads:</b> any.
 */
public final class DelayExecutor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DelayExecutor.class);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(25);

  private final String name;
  private final long delayNanos;
  private final Runnable action;
  private final Time time;

  /** Guards all that follows, against triggers and the runner. Not held while the action runs. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition changed = lock.newCondition();
  private @Nullable Thread runner;
  private boolean triggered;
  private long dueNanos;
  private boolean stopping;

  public DelayExecutor(String name, Duration delay, Runnable action) {
    this(name, delay, action, Time.system());
  }

  public DelayExecutor(String name, Duration delay, Runnable action, Time time) {
    if (delay.isNegative()) {
      throw new IllegalArgumentException("delay must not be negative, got " + delay);
    }
    this.name = requireNonNull(name);
    this.action = requireNonNull(action);
    this.time = requireNonNull(time);
    delayNanos = delay.toNanos();
  }

  /**
   * Has the action run after the delay, unless it is going to anyway. Does not block.
   *
   * @throws IllegalStateException once stopped
   */
  public void trigger() {
    lock.lock();
    try {
      if (stopping) {
        throw new IllegalStateException("executor " + name + " is stopped");
      }
      if (triggered) {
        return;
      }
      if (runner == null) {
        Thread thread = new Thread(this::run, "millrace-" + name + "-delay");
        thread.setDaemon(true);
        thread.start();
        runner = thread;
      }
      triggered = true;
      dueNanos = time.nanoTime() + delayNanos;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Refuses further triggers, runs the action now if it is due to run later, and waits for it. Past
   * the timeout its thread is interrupted. The action itself must not call this.
   *
   * @return whether the action has run, or nothing had to
   */
  public boolean stop(Duration timeout) throws InterruptedException {
    long deadline = time.deadlineAfter(timeout);
    lock.lockInterruptibly();
    try {
      stopping = true;
      changed.signalAll();
      while (runner != null && time.nanoTime() - deadline < 0) {
        time.awaitUntil(lock, changed, deadline);
      }
      if (runner != null) {
        runner.interrupt();
      }
      return runner == null;
    } finally {
      lock.unlock();
    }
  }

  /** Stops, for up to 25 seconds. */
  @Override
  public void close() {
    try {
      stop(STOP_TIMEOUT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (awaitDue()) {
      try {
        action.run();
      } catch (Throwable e) {
        LOG.error("executor {}: the delayed action failed", name, e);
      }
    }
  }

  /** Waits until a run is due; false when none was asked for, and the runner is to end. */
  private boolean awaitDue() {
    lock.lock();
    try {
      while (triggered && !stopping && time.nanoTime() - dueNanos < 0) {
        try {
          time.awaitUntil(lock, changed, dueNanos);
        } catch (InterruptedException e) {
          LOG.debug("executor {}: interrupted while it waits, which ends nothing", name);
        }
      }
      boolean due = triggered;
      triggered = false;
      if (!due) {
        runner = null;
        changed.signalAll();
      }
      return due;
    } finally {
      lock.unlock();
    }
  }
}
