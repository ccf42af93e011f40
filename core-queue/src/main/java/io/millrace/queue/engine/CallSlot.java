package io.millrace.queue.engine;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What a worker is busy with in a handler, or in the dead letter pusher, and the right to say what
 * became of it.
 *
 * <p>The worker opens the slot before it calls the handler and closes it afterwards. In between the
 * control loop may interrupt the worker's thread, or abandon the call: then the deliveries are the
 * control loop's, and the worker's result is refused.
 *
 * <p><b>Threads:</b> open and close from the worker's, the rest from the control loop's. The state
 * changes by compare-and-set only, so that an interrupt never reaches a thread that has already
 * closed the call it was meant for.
 */
final class CallSlot<T> {
  /** No time that a clock answers, for all that matters. */
  static final long NOT_BEGUN = Long.MIN_VALUE;

  /** Whose code a call is in. */
  enum Kind {
    HANDLER("handler call for"),
    DEAD_LETTER_PUSH("dead letter push of");

    /** As the log has it, before the message. */
    final String text;

    Kind(String text) {
      this.text = text;
    }
  }

  private static final Object INTERRUPTING = new Object();
  private static final Object ABANDONED = new Object();

  /**
   * null while no handler is called; the deliveries it is called with; or one of the two markers
   * above.
   */
  private final AtomicReference<@Nullable Object> state = new AtomicReference<>();

  /** What has begun; written before startedNanos, read after it. */
  private Kind kind = Kind.HANDLER;

  /** When the present call began; {@link #NOT_BEGUN} while the call waits to be let through. */
  private volatile long startedNanos = NOT_BEGUN;

  /**
   * When the control loop interrupted the present call; written while the state is INTERRUPTING.
   */
  private volatile long interruptedNanos;

  private volatile boolean interrupted;
  private volatile boolean timedOut;

  void open(Delivery<T>[] call) {
    startedNanos = NOT_BEGUN;
    if (interrupted) {
      interrupted = false;
      timedOut = false;
    }
    state.set(call);
  }

  /** The code is called now. */
  void begin(Kind what, long nowNanos) {
    kind = what;
    startedNanos = nowNanos;
  }

  /** Whether the result of the call counts. When not, the worker must end at once. */
  boolean close(Delivery<T>[] call) {
    while (!state.compareAndSet(call, null)) {
      if (state.get() == ABANDONED) {
        return false;
      }
      Thread.onSpinWait(); // the control loop is between the two steps of an interrupt
    }
    return true;
  }

  /** Whether the call that was just closed had been interrupted because its time limit passed. */
  boolean timedOut() {
    return timedOut;
  }

  /** Whether the call that was just closed had been interrupted at all. */
  boolean wasInterrupted() {
    return interrupted;
  }

  @SuppressWarnings("unchecked")
  Delivery<T> @Nullable [] current() {
    Object now = state.get();
    return now == INTERRUPTING || now == ABANDONED ? null : (Delivery<T>[]) now;
  }

  long startedNanos() {
    return startedNanos;
  }

  /** What has begun, as of the last {@link #startedNanos} that was read. */
  Kind kind() {
    return kind;
  }

  /** When the call under way was interrupted, if it was. */
  boolean interruptedBefore(long nanos) {
    return interrupted && interruptedNanos - nanos < 0;
  }

  /** Interrupts {@code thread} if it is still in this call. */
  void interrupt(Delivery<T>[] call, Thread thread, boolean becauseOfTimeLimit, long nowNanos) {
    if (!interrupted && state.compareAndSet(call, INTERRUPTING)) {
      timedOut = becauseOfTimeLimit;
      interruptedNanos = nowNanos;
      interrupted = true;
      thread.interrupt();
      state.set(call);
    }
  }

  /** Whether the deliveries of the call are the caller's from now on. */
  boolean abandon(Delivery<T>[] call) {
    return state.compareAndSet(call, ABANDONED);
  }
}
