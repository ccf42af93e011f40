package io.millrace.queue.engine;

import io.millrace.queue.Settlement;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after calls of handlers and of the dead letter pusher that take long: frees what waits
 * behind them, reports where they hang, interrupts and at last abandons them. Belongs to the
 * control loop's thread.
 */
final class Watchdog<T> {
  private static final Logger log = LoggerFactory.getLogger(Watchdog.class);

  /** A worker busy with one call for this long gives back what it took for later. */
  private static final long RELIEVE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /** How long a handler that was interrupted by a stop has to give way. */
  private static final long STOP_GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private static final int STACK_DEPTH = 30;

  private final Core<T> core;
  private final WorkerPool<T> workers;
  private final Outbox<T> outbox;
  private final Verdict<T> verdict;
  private final BatchVerdict<T> batchVerdict;
  private final @Nullable Duration handlerLimit;
  private final Duration pushLimit;

  Watchdog(Core<T> core, WorkerPool<T> workers) {
    this.core = core;
    this.workers = workers;
    outbox = new Outbox<>(core);
    verdict = new Verdict<>(core, outbox, null);
    batchVerdict = new BatchVerdict<>(core, outbox, verdict);
    handlerLimit = core.config.handlerTimeLimit().orElse(null);
    pushLimit = core.config.deadLetterTimeLimit();
  }

  /** While the queue runs or drains. */
  void check(long nowNanos) {
    for (Worker<T> worker : workers.workers()) {
      check(worker, nowNanos);
    }
    for (Worker<T> worker : workers.retiring()) {
      check(worker, nowNanos);
    }
  }

  private void check(Worker<T> worker, long nowNanos) {
    CallSlot<T> slot = worker.caller().slot();
    Delivery<T>[] call = slot.current();
    long started = slot.startedNanos();
    if (call == null) {
      return;
    }
    if (started == CallSlot.NOT_BEGUN) {
      worker.inHand().relieve(call); // held up by the throttle
      return;
    }
    long age = nowNanos - started;
    if (age > RELIEVE_NANOS) {
      worker.inHand().relieve(call);
    }
    CallSlot.Kind kind = slot.kind();
    Duration limit = kind == CallSlot.Kind.HANDLER ? handlerLimit : pushLimit;
    if (limit == null || age <= Nanos.of(limit)) {
      return;
    }
    Thread thread = worker.thread();
    if (!slot.wasInterrupted() && thread != null) {
      log.warn(
          "{}: the {} {} exceeds its time limit of {}; {} is interrupted at\n{}",
          core.config.title(),
          kind.text,
          call[0],
          limit,
          worker.name(),
          stack(thread));
      slot.interrupt(call, thread, true, nowNanos);
    } else if (slot.interruptedBefore(nowNanos - Nanos.of(limit))
        && worker.inHand().abandon(call)) {
      log.error(
          "{}: {} ignores its interrupt in the {} {}; it is abandoned, and another takes its place{}",
          core.config.title(),
          worker.name(),
          kind.text,
          call[0],
          thread == null ? "" : "\n" + stack(thread));
      core.meters.workerAbandoned();
      take(call, kind == CallSlot.Kind.HANDLER ? verdict::timedOut : verdict::pushTimedOut);
      workers.replace(worker);
    }
  }

  /** After the stop's deadline: no call goes on, whatever it does. */
  void cutOff(long nowNanos) {
    for (Worker<T> worker : workers.workers()) {
      cutOff(worker, nowNanos);
    }
    for (Worker<T> worker : workers.retiring()) {
      cutOff(worker, nowNanos);
    }
    returnChannel();
  }

  private void cutOff(Worker<T> worker, long nowNanos) {
    CallSlot<T> slot = worker.caller().slot();
    Delivery<T>[] call = slot.current();
    Thread thread = worker.thread();
    if (call == null || thread == null) {
      return; // a worker that is in no call sends back what it has
    }
    worker.inHand().relieve(call);
    slot.interrupt(call, thread, false, nowNanos);
    if (slot.interruptedBefore(nowNanos - STOP_GRACE_NANOS) && worker.inHand().abandon(call)) {
      log.error(
          "{}: {} ignores its interrupt in the {} {}; the message goes back to its source\n{}",
          core.config.title(),
          worker.name(),
          slot.kind().text,
          call[0],
          stack(thread));
      take(call, delivery -> outbox.settle(delivery, Settlement.Kind.RETURNED));
    }
  }

  private void returnChannel() {
    @SuppressWarnings({"unchecked", "rawtypes"})
    Delivery<T>[] some = new Delivery[64];
    for (int count = core.channel.poll(some, some.length);
        count > 0;
        count = core.channel.poll(some, some.length)) {
      for (int i = 0; i < count; i++) {
        for (Delivery<T> next = some[i]; next != null; ) {
          next = outbox.settle(next, Settlement.Kind.RETURNED);
        }
      }
    }
    outbox.flush();
  }

  private void take(Delivery<T>[] call, Function<Delivery<T>, @Nullable Delivery<T>> headVerdict) {
    batchVerdict.all(call, headVerdict);
    outbox.flush();
  }

  private static String stack(Thread thread) {
    return Arrays.stream(thread.getStackTrace())
        .limit(STACK_DEPTH)
        .map(frame -> "    at " + frame)
        .collect(Collectors.joining("\n"));
  }
}
