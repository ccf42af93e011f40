package io.millrace.queue.engine;

import io.millrace.queue.QueueSnapshot;
import io.millrace.queue.QueueState;

/** Reads a {@link QueueSnapshot} off the parts of a queue while they work. */
final class Snapshots {
  private Snapshots() {}

  static <T> QueueSnapshot of(
      Core<T> core,
      QueueState state,
      ProducerPool<T> producers,
      WorkerPool<T> workers,
      AdaptiveSizing<T> sizing) {
    long now = core.time.nanoTime();
    int inFlight = 0;
    long oldest = 0;
    for (Worker<T> worker : workers.workers()) {
      CallSlot<T> slot = worker.caller().slot();
      Delivery<T>[] call = slot.current();
      long started = slot.startedNanos();
      if (call != null) {
        inFlight += call.length;
        boolean handled = started != CallSlot.NOT_BEGUN && slot.kind() == CallSlot.Kind.HANDLER;
        oldest = handled ? Math.max(oldest, now - started) : oldest;
      }
    }
    long lag = -1;
    for (ProducerLoop<T> loop : producers.loops()) {
      if (loop.lag() >= 0) {
        lag = Math.max(0, lag) + loop.lag();
      }
    }
    return new QueueSnapshot(
        state,
        core.isPaused(),
        producers.loops().size(),
        core.listeners.activeProducers(),
        workers.limit(),
        Math.max(workers.limit(), sizing.max()),
        core.counters.fetched.sum(),
        core.channel.size(),
        core.waiting(),
        inFlight,
        core.admission.heldBytes(),
        core.counters.settled(),
        core.counters.retries.sum(),
        lag,
        oldest);
  }
}
