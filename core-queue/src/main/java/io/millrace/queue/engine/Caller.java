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
  private final Core<T> core;
  private final CallSlot<T> slot = new CallSlot<>();
  private boolean abandoned;
  private @Nullable Throwable failure;

  private final OwnedCounter calls = new OwnedCounter();
  private final OwnedCounter failures = new OwnedCounter();
  private final OwnedCounter busyNanos = new OwnedCounter();

  Caller(Core<T> core) {
    this.core = core;
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
    return guarded(
        deliveries,
        () -> {
          core.throttle.enter(deliveries.length);
          long startNanos = core.time.nanoTime();
          slot.begin(CallSlot.Kind.HANDLER, startNanos);
          try {
            return handler.call();
          } finally {
            core.throttle.leave();
            measured(deliveries, startNanos);
          }
        });
  }

  /** Makes a push that is not throttled and not measured, but watched over like any other call. */
  <R> Result<R> push(Delivery<T> delivery, Callable<R> pusher) {
    @SuppressWarnings({"unchecked", "rawtypes"})
    Delivery<T>[] call = new Delivery[] {delivery};
    return guarded(
        call,
        () -> {
          slot.begin(CallSlot.Kind.DEAD_LETTER_PUSH, core.time.nanoTime());
          return pusher.call();
        });
  }

  private <R> Result<R> guarded(Delivery<T>[] deliveries, Callable<R> work) {
    Thread.interrupted(); // whatever came before was not meant for this call
    slot.open(deliveries);
    failure = null;
    R answer = null;
    try {
      answer = work.call();
    } catch (Throwable e) {
      // Whatever a handler throws concerns its message only; a VirtualMachineError too, as the next
      // message may well pass.
      failure = e;
    }
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
    failures.add(1);
    if (core.phase() == Core.Phase.CUT_OFF) {
      return new Result<>(End.CUT_OFF, null);
    }
    return new Result<>(slot.timedOut() ? End.TIMED_OUT : End.FAILED, null);
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
    long took = core.time.nanoTime() - startNanos;
    calls.add(deliveries.length);
    busyNanos.add(took);
    if (core.meters.measuresTime()) {
      long share = took / deliveries.length;
      for (Delivery<T> delivery : deliveries) {
        core.meters.handled(Math.max(0, startNanos - delivery.readyNanos), share);
      }
    }
  }
}
