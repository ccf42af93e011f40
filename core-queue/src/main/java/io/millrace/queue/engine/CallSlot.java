package io.millrace.queue.engine;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What a worker is busy with in a handler, or in the dead letter pusher, and the right to say what
 * became of it.
 *
 * <p>The worker opens the slot before it calls the handler and closes it afterwards. In between the
 * control loop may hold the call for a moment: the call cannot be closed then, and everything that
 * is the worker's is the control loop's. So it takes what the worker does not need, interrupts the
 * worker's thread, which is certain to be in this call still, or abandons the call: then the
 * deliveries are the control loop's for good, and the worker's result is refused.
 *
 * <p><b>Threads:</b> open and close from the worker's, the rest from the control loop's. A worker
 * that meets a held call when it closes spins until it is released.
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

  private static final int SPINS = 1_000;

  private static final Object HELD = new Object();
  private static final Object ABANDONED = new Object();

  /**
   * null while no handler is called; the deliveries it is called with; or one of the two markers
   * above.
   */
  private final AtomicReference<@Nullable Object> state = new AtomicReference<>();

  // A call of a handler that does nothing costs little more than its fences. So all that is written
  // here is written without one, in an order that readers rely on, but for the closing of the slot.

  /** What has begun; written before startedNanos, read after it. */
  private Kind kind = Kind.HANDLER;

  /** When the present call began; {@link #NOT_BEGUN} while the call waits to be let through. */
  private final AtomicLong startedNanos = new AtomicLong(NOT_BEGUN);

  /** When the control loop interrupted the present call; written while it holds the call. */
  private volatile long interruptedNanos;

  private volatile boolean interrupted;
  private volatile boolean timedOut;

  void open(Delivery<T>[] call) {
    startedNanos.setRelease(NOT_BEGUN);
    if (interrupted) {
      interrupted = false;
      timedOut = false;
    }
    state.setRelease(call);
  }

  /** The code is called now. */
  void begin(Kind what, long nowNanos) {
    kind = what;
    startedNanos.setRelease(nowNanos);
  }

  /** Whether the result of the call counts. When not, the worker must end at once. */
  boolean close(Delivery<T>[] call) {
    for (int spins = 0; !state.compareAndSet(call, null); spins++) {
      if (state.get() == ABANDONED) {
        return false;
      }
      if (spins < SPINS) {
        Thread.onSpinWait(); // the control loop holds the call for a few instructions
      } else {
        Thread.yield(); // and may have lost its processor meanwhile, to this thread even
      }
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
    return now == HELD || now == ABANDONED ? null : (Delivery<T>[]) now;
  }

  long startedNanos() {
    return startedNanos.getAcquire();
  }

  /** What has begun, as of the last {@link #startedNanos} that was read. */
  Kind kind() {
    return kind;
  }

  /** When the call under way was interrupted, if it was. */
  boolean interruptedBefore(long nanos) {
    return interrupted && interruptedNanos - nanos < 0;
  }

  /**
   * Keeps the call from being closed until {@link #release} or {@link #abandon}, unless it is
   * closed. What the worker did up to its beginning is seen from now on.
   */
  boolean hold(Delivery<T>[] call) {
    return state.compareAndSet(call, HELD);
  }

  void release(Delivery<T>[] call) {
    state.set(call);
  }

  /** Makes the deliveries of a held call the caller's from now on. */
  void abandon() {
    state.set(ABANDONED);
  }

  /** Interrupts {@code thread} if it is still in this call. */
  void interrupt(Delivery<T>[] call, Thread thread, boolean becauseOfTimeLimit, long nowNanos) {
    if (!interrupted && hold(call)) {
      timedOut = becauseOfTimeLimit;
      interruptedNanos = nowNanos;
      interrupted = true;
      thread.interrupt();
      release(call);
    }
  }
}
