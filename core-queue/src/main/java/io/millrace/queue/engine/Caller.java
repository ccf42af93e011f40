package io.millrace.queue.engine;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Calls a handler, or the dead letter pusher, so that the control loop can interrupt or abandon the
 * call, and nothing it throws goes further.
 *
 * <p>Belongs to one worker's thread; {@link #slot} is also the control loop's.
 *
 * @param <T> the payload
 */
final class Caller<T> {
  /** After how many calls that take next to nothing the clock is read. */
  private static final int CALLS_TO_A_LOOK = 8;

  private final Core<T> core;
  private final CallSlot<T> slot = new CallSlot<>();
  private boolean abandoned;
  private @Nullable Throwable failure;

  /** The time as of a moment ago, if {@link #knowsTime}. */
  private long nanos;

  private boolean knowsTime;

  /** Whether the clock need not be read after each call. */
  private final boolean mayHurry;

  private boolean hurries;

  /** Calls since the clock was read. */
  private int unseen;

  private final OwnedCounter calls = new OwnedCounter();
  private final OwnedCounter failures = new OwnedCounter();
  private final OwnedCounter busyNanos = new OwnedCounter();

  Caller(Core<T> core) {
    this.core = core;
    mayHurry =
        !core.meters.measuresTime()
            && core.config.handlerTimeLimit().isEmpty()
            && !core.throttle.mayWait();
  }

  /**
   * Expects calls that take next to nothing, or no longer does. Then the clock, which costs as much
   * as such a call, is read for some of them at a time, where nobody needs the time of each: a
   * handler that hangs all of a sudden may be taken for one that has for a little longer.
   */
  void hurry(boolean value) {
    hurries = value && mayHurry;
  }

  CallSlot<T> slot() {
    return slot;
  }

  /** How the call under way, or the last one, came to its end. */
  enum End {
    /** It answered. */
    ANSWERED,
    /** It threw. */
    FAILED,
    /** It threw after its time limit had passed. */
    TIMED_OUT,
    /** It threw after the stop's deadline had passed. */
    CUT_OFF,
    /**
     * It came back too late: its deliveries are no longer the worker's, and the worker must end.
     */
    ABANDONED
  }

  /**
   * @param <R> what the handler answers
   * @param end how it ended; says whether answer counts
   * @param answer what it answered, if it did
   */
  record Result<R>(End end, @Nullable R answer) {}

  /** Calls {@code handler} for these deliveries, after the throttle has let them pass. */
  <R> Result<R> call(Delivery<T>[] deliveries, Callable<R> handler) {
    open(deliveries);
    R answer = null;
    try {
      if (core.throttle.mayWait()) {
        core.throttle.enter(deliveries.length);
        forgetTime();
      }
      long startNanos = nanoTime();
      slot.begin(CallSlot.Kind.HANDLER, startNanos);
      try {
        answer = handler.call();
      } finally {
        core.throttle.leave();
        measured(deliveries, startNanos);
      }
    } catch (Throwable e) {
      // Whatever a handler throws concerns its message only; a VirtualMachineError too, as the next
      // message may well pass.
      failure = e;
    }
    return close(deliveries, answer);
  }

  /** Makes a push that is not throttled and not measured, but watched over like any other call. */
  <R> Result<R> push(Delivery<T> delivery, Callable<R> pusher) {
    @SuppressWarnings({"unchecked", "rawtypes"})
    Delivery<T>[] call = new Delivery[] {delivery};
    catchUp();
    open(call);
    slot.begin(CallSlot.Kind.DEAD_LETTER_PUSH, core.time.nanoTime());
    R answer = null;
    try {
      answer = pusher.call();
    } catch (Throwable e) {
      failure = e; // as a handler's
    }
    forgetTime();
    return close(call, answer);
  }

  private void open(Delivery<T>[] deliveries) {
    Thread.interrupted(); // whatever came before was not meant for this call
    failure = null;
    slot.open(deliveries);
  }

  private <R> Result<R> close(Delivery<T>[] deliveries, @Nullable R answer) {
    if (!slot.close(deliveries)) {
      abandoned = true;
      return new Result<>(End.ABANDONED, null);
    }
    Thread.interrupted(); // meant for this call, which is over
    if (failure == null && answer != null) {
      return new Result<>(End.ANSWERED, answer);
    }
    if (failure == null) {
      failure = new NullPointerException("the handler answered null instead of an outcome");
    }
    forgetTime(); // to deal with a failure may take a while
    failures.add(1);
    if (core.phase() == Core.Phase.CUT_OFF) {
      return new Result<>(End.CUT_OFF, null);
    }
    return new Result<>(slot.timedOut() ? End.TIMED_OUT : End.FAILED, null);
  }

  /**
   * The time, read anew only if something may have taken a while since it was read last: reading it
   * costs as much as everything else around a call.
   */
  long nanoTime() {
    if (!knowsTime) {
      knowsTime = true;
      nanos = core.time.nanoTime();
    }
    return nanos;
  }

  /** Notes that the worker has done something that may have taken a while. */
  void forgetTime() {
    catchUp();
    knowsTime = false;
  }

  /** Reads the clock if it was not read after the last call. */
  void catchUp() {
    if (unseen > 0) {
      look();
    }
  }

  /** Reads the clock after calls: what has passed since it was read last was theirs. */
  private void look() {
    long before = nanos;
    unseen = 0;
    nanos = core.time.nanoTime();
    knowsTime = true;
    busyNanos.add(nanos - before);
  }

  boolean isAbandoned() {
    return abandoned;
  }

  /** What the last call threw; only after {@link End#FAILED}. */
  Throwable failure() {
    Throwable thrown = failure;
    if (thrown == null) {
      throw new IllegalStateException("the last call did not fail");
    }
    return thrown;
  }

  long calls() {
    return calls.sum();
  }

  long failures() {
    return failures.sum();
  }

  long busyNanos() {
    return busyNanos.sum();
  }

  private void measured(Delivery<T>[] deliveries, long startNanos) {
    calls.add(deliveries.length);
    unseen++;
    if (hurries && unseen < CALLS_TO_A_LOOK) {
      return;
    }
    look();
    if (core.meters.measuresTime()) {
      long share = (nanos - startNanos) / deliveries.length;
      for (Delivery<T> delivery : deliveries) {
        core.meters.handled(Math.max(0, startNanos - delivery.readyNanos), share);
      }
    }
  }
}
