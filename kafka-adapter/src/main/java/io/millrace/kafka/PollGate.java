package io.millrace.kafka;

import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * Lets other threads wake a poll that waits, and only that: a wake-up never reaches a commit or a
 * close, which it would make fail.
 *
 * <p>The consumer keeps a wake-up that finds no poll for whatever call comes next. So the poll
 * thread opens the gate for a poll that may be woken and closes it afterwards; by then it knows
 * whether a wake-up was sent.
 *
 * <p><b>Threads:</b> {@link #wake} any, the others the poll thread's.
 */
final class PollGate {
  private enum State {
    SHUT,
    OPEN,
    WAKING,
    WOKEN
  }

  private final AtomicReference<State> state = new AtomicReference<>(State.SHUT);

  /** A wish to wake that came while the gate was shut; answered by the next {@link #open}. */
  private volatile boolean wanted;

  void wake(Consumer<?, ?> consumer) {
    wanted = true;
    if (state.compareAndSet(State.OPEN, State.WAKING)) {
      consumer.wakeup();
      state.set(State.WOKEN);
    }
  }

  /**
   * Opens the gate.
   *
   * @return false, and it stays shut, if somebody wanted to wake since the last time
   */
  boolean open() {
    state.set(State.OPEN);
    if (wanted) {
      shut();
      return false;
    }
    return true;
  }

  /**
   * Shuts the gate, and forgets who wanted to wake.
   *
   * @return whether a wake-up was sent: the consumer's next call will end with it, unless the last
   *     one has
   */
  boolean shut() {
    boolean woken = !state.compareAndSet(State.OPEN, State.SHUT) && state.get() != State.SHUT;
    while (woken && state.get() != State.WOKEN) {
      Thread.onSpinWait(); // the waker is between two instructions
    }
    state.set(State.SHUT);
    wanted = false;
    return woken;
  }
}
