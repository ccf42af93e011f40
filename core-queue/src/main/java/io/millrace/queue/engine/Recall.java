package io.millrace.queue.engine;

import io.millrace.queue.Settlement;
import io.millrace.queue.SourcePartition;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Takes back what a producer fetched and no worker has: when an assignment ends, and when the
 * producer has a better place for what waits for a retry.
 *
 * <p>Left to the workers, what is revoked would wait behind everything else, and the producer,
 * which waits in its fetch for what is in flight, for all of that.
 *
 * <p><b>Threads:</b> the producer's.
 */
final class Recall<T> {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final Core<T> core;
  private final ProducerInbox<T> inbox;
  private final HandOver<T> handOver;
  private final Outbox<T> outbox;

  /** Whether an assignment has ended in the fetch under way. */
  private boolean revoking;

  Recall(Core<T> core, ProducerInbox<T> inbox, HandOver<T> handOver) {
    this.core = core;
    this.inbox = inbox;
    this.handOver = handOver;
    outbox = new Outbox<>(core);
  }

  /** A fetch begins. */
  void begin() {
    revoking = false;
  }

  /** An assignment has ended. */
  void revoked() {
    revoking = true;
    sendBackRevoked();
  }

  /** Returns once more what workers have given back since: what they took and did not begin. */
  void again() {
    if (revoking) {
      sendBackRevoked();
    }
  }

  /** How long to wait for settlements at most before {@link #again} is called. */
  long patienceNanos() {
    return revoking ? LOOK_NANOS : Long.MAX_VALUE;
  }

  /**
   * Returns what waits for a retry of a partition's messages below an offset; nothing where order
   * is kept, as what is behind would overtake it.
   *
   * @return how many
   */
  int waiting(SourcePartition partition, long offset) {
    if (core.lanes != null) {
      return 0;
    }
    List<Delivery<T>> waiting = core.takeWaiting(partition, offset);
    for (Delivery<T> delivery : waiting) {
      delivery.end = Settlement.Kind.RETURNED;
      inbox.push(delivery, delivery);
    }
    return waiting.size();
  }

  private void sendBackRevoked() {
    List<Delivery<T>> revoked = core.takeRevoked();
    revoked.addAll(handOver.remove(delivery -> delivery.message.partition().isRevoked()));
    for (Delivery<T> delivery : revoked) {
      Delivery<T> next = delivery;
      while (next != null && next.message.partition().isRevoked()) {
        next = outbox.settle(next, Settlement.Kind.RETURNED);
      }
      if (next != null) {
        core.makeReady(List.of(next));
      }
    }
    outbox.flush();
  }
}
