package io.millrace.queue.engine;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The queue's own thread: releases retries when they fall due, watches handlers, sizes, and takes
 * the queue through its life.
 */
final class ControlLoop<T> implements Loop {
  /** How exact the watch over handlers is; retries are woken for exactly. */
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final Core<T> core;
  private final Watchdog<T> watchdog;
  private final AdaptiveSizing<T> sizing;
  private final LifeCycle<T> lifeCycle;
  private volatile @Nullable Thread thread;

  ControlLoop(
      Core<T> core, Watchdog<T> watchdog, AdaptiveSizing<T> sizing, LifeCycle<T> lifeCycle) {
    this.core = core;
    this.watchdog = watchdog;
    this.sizing = sizing;
    this.lifeCycle = lifeCycle;
    core.controlWaker(this::wake);
  }

  @Override
  public String name() {
    return "millrace-" + core.config.name() + "-control";
  }

  @Override
  public boolean turn(long maxWaitNanos) {
    thread = Thread.currentThread();
    long now = core.time.nanoTime();
    core.makeReady(core.retries.due(now));
    if (core.phase() != Core.Phase.CUT_OFF) {
      // Past the deadline of a stop no call is one that exceeds its time limit: it is cut off.
      watchdog.check(now);
    }
    sizing.check(now);
    if (!lifeCycle.advance(now)) {
      return false;
    }
    long wait = Math.min(Math.min(maxWaitNanos, TICK_NANOS), core.retries.nanosToNext(now));
    if (wait > 0) {
      LockSupport.parkNanos(this, wait);
    }
    return true;
  }

  /** Whether the calling thread is this loop's. */
  boolean isCurrent() {
    return Thread.currentThread() == thread;
  }

  private void wake() {
    LockSupport.unpark(thread);
  }
}
