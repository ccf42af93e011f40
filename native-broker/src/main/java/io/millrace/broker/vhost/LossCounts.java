package io.millrace.broker.vhost;

import io.millrace.broker.queue.DeadLetterReason;

/** Counts what a queue does not keep, for itself and for all. Owned by the queue's loop. */
final class LossCounts {
  private final TrafficCounts traffic;
  private QueueLosses losses = QueueLosses.NONE;

  LossCounts(TrafficCounts traffic) {
    this.traffic = traffic;
  }

  QueueLosses losses() {
    return losses;
  }

  void dismissed(DeadLetterReason reason, int count) {
    switch (reason) {
      case EXPIRED -> {
        traffic.expired.add(count);
        losses = new QueueLosses(losses.expired() + count, losses.dropped(), losses.refused());
      }
      case MAX_LENGTH -> {
        traffic.dropped.add(count);
        losses = new QueueLosses(losses.expired(), losses.dropped() + count, losses.refused());
      }
      case REJECTED, DELIVERY_LIMIT -> {} // Consumers have said so, and are counted.
    }
  }

  /** A message found no room. */
  void refused() {
    losses = new QueueLosses(losses.expired(), losses.dropped(), losses.refused() + 1);
  }
}
