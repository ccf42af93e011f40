package io.millrace.queue.push;

import static java.util.Objects.requireNonNull;

import io.millrace.queue.executor.Time;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Whether a pusher is worth a try. Healthy until a failure; then left alone for its cool-down; then
 * one caller may probe it, and what comes of the probe decides.
 *
 * <p><b>Threads:</b> any. The state is one immutable value, replaced at once, so that no lock is
 * held around a push.
 */
final class Health {
  /**
   * @param failures in a row; 0 when healthy
   * @param untilNanos the end of the cool-down, where there are failures
   * @param isProbed whether someone is trying it now that the cool-down is over
   */
  private record State(int failures, long untilNanos, boolean isProbed) {
    static final State HEALTHY = new State(0, 0, false);

    boolean isReady(long nowNanos) {
      return failures == 0 || (nowNanos - untilNanos >= 0 && !isProbed);
    }
  }

  private final CoolDown coolDown;
  private final Time time;
  private final AtomicReference<State> state = new AtomicReference<>(State.HEALTHY);

  Health(CoolDown coolDown, Time time) {
    this.coolDown = coolDown;
    this.time = time;
  }

  /** Whether {@link #enter} would let someone in. */
  boolean isReady() {
    return state().isReady(time.nanoTime());
  }

  /** Asks to try the pusher; whoever is let in reports back by one of the methods below. */
  boolean enter() {
    long now = time.nanoTime();
    State before = state();
    if (before.failures == 0) {
      return true;
    }
    return before.isReady(now)
        && state.compareAndSet(before, new State(before.failures, before.untilNanos, true));
  }

  void succeeded() {
    state.set(State.HEALTHY);
  }

  /**
   * Extends the cool-down, unless it is still running: many callers that fail at the same time are
   * one failure.
   */
  void failed() {
    long now = time.nanoTime();
    state.updateAndGet(
        before -> {
          if (before.failures > 0 && now - before.untilNanos < 0) {
            return before;
          }
          int failures = Math.min(before.failures + 1, 1000);
          return new State(failures, now + coolDown.nanosAfter(failures), false);
        });
  }

  /** The try came to no result. */
  void left() {
    state.updateAndGet(
        before -> before.isProbed ? new State(before.failures, before.untilNanos, false) : before);
  }

  private State state() {
    return requireNonNull(state.get());
  }
}
