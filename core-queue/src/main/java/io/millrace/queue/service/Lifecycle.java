package io.millrace.queue.service;

import io.millrace.queue.executor.Time;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a group stands, and which of its services have started: what the thread that starts and
 * those that stop agree on.
 *
 * <pre>
 *   NEW -- start --> STARTING -- all started --> RUNNING -- stop --> STOPPING --> STOPPED
 *   NEW -- stop --> STOPPED        STARTING -- a failure, or stop --> STOPPING
 * </pre>
 *
 * <p>Whoever brings it to STOPPING stops the services; it alone gets them from {@link #take} or
 * {@link #claim}.
 *
 * <p><b>Threads:</b> any.
 */
final class Lifecycle {
  private enum State {
    NEW,
    STARTING,
    RUNNING,
    STOPPING,
    STOPPED
  }

  private final String group;
  private final Time time;

  /** Guards all that follows. Not held while a service is called. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition changed = lock.newCondition();
  private State state = State.NEW;

  /** The thread that starts the services, while it does. */
  private @Nullable Thread starter;

  /** In the order of their start; null once someone took them. */
  private @Nullable List<Member> started = new ArrayList<>();

  Lifecycle(String group, Time time) {
    this.group = group;
    this.time = time;
  }

  /** Begins the start, on this thread. */
  void beginStart() {
    lock.lock();
    try {
      if (state != State.NEW) {
        throw new IllegalStateException(group + " cannot start, it is " + state);
      }
      state = State.STARTING;
      starter = Thread.currentThread();
    } finally {
      lock.unlock();
    }
  }

  /** Whether the start may go on. */
  boolean isStarting() {
    lock.lock();
    try {
      return state == State.STARTING;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Notes that a service has started; false when a stop could not wait for it, so that the caller
   * has to stop it.
   */
  boolean add(Member member) {
    lock.lock();
    try {
      return started != null && started.add(member);
    } finally {
      lock.unlock();
    }
  }

  /** The start is over; false when a stop has come in between, and takes care of the services. */
  boolean endStart(boolean hasSucceeded) {
    lock.lock();
    try {
      starter = null;
      changed.signalAll();
      if (state != State.STARTING) {
        return false;
      }
      state = hasSucceeded ? State.RUNNING : State.STOPPING;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Hands over what has started. */
  List<Member> take() {
    lock.lock();
    try {
      List<Member> mine = started == null ? List.of() : List.copyOf(started);
      started = null;
      return mine;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Asks for a stop. Waits until the deadline for a service that is just starting, or for another
   * thread that stops. An interrupt ends the waiting, and is kept.
   *
   * @return what the caller has to stop before it calls {@link #endStop}
   */
  List<Member> claim(long deadlineNanos) {
    lock.lock();
    try {
      if (state == State.STOPPING) {
        awaitUntil(() -> state == State.STOPPED, deadlineNanos);
        return List.of();
      }
      boolean isUp = state == State.STARTING || state == State.RUNNING;
      state = isUp ? State.STOPPING : State.STOPPED;
      if (isUp) {
        awaitUntil(() -> starter == null || starter == Thread.currentThread(), deadlineNanos);
      }
      List<Member> mine = take();
      if (mine.isEmpty()) {
        endStop();
      }
      return mine;
    } finally {
      lock.unlock();
    }
  }

  /** The services that were taken have been stopped. */
  void endStop() {
    lock.lock();
    try {
      state = State.STOPPED;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void awaitUntil(BooleanSupplier condition, long deadlineNanos) {
    try {
      while (!condition.getAsBoolean() && time.nanoTime() - deadlineNanos < 0) {
        time.awaitUntil(lock, changed, deadlineNanos);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
