package io.millrace.broker.vhost;

import io.millrace.broker.queue.DeadLetterReason;
import io.millrace.broker.queue.Effects;

/**
 * What the machine of a queue decides, taken to whom it is about. The machine is in the midst of a
 * change then, so nothing here calls it.
 */
final class QueueEffects implements Effects {
  private final LiveQueue queue;
  private final QueueConsumers consumers;
  private final Departures departures;
  private final LossCounts losses;

  QueueEffects(
      LiveQueue queue, QueueConsumers consumers, Departures departures, LossCounts losses) {
    this.queue = queue;
    this.consumers = consumers;
    this.departures = departures;
    this.losses = losses;
  }

  @Override
  public void deliver(long consumer, long offset, int deliveryCount, boolean redelivered) {
    HostedConsumer to = consumers.receiver(consumer);
    if (to != null) {
      to.add(offset, queue.journal().read(offset), deliveryCount, redelivered);
    }
  }

  @Override
  public void deadLetter(long offset, DeadLetterReason reason, int deliveryCount) {
    departures.add(offset, reason);
    queue.touch();
  }

  @Override
  public void dismissed(DeadLetterReason reason, int count) {
    losses.dismissed(reason, count);
  }

  @Override
  public void overdue(long consumer, long offset) {
    HostedConsumer late = consumers.find(consumer);
    if (late != null) {
      late.overdue(offset);
      if (late.hasEnded()) {
        queue.later((live, nowMillis) -> live.forgetIfDone(late));
      }
    }
  }

  @Override
  public void activated(long consumer, boolean active) {
    HostedConsumer one = consumers.find(consumer);
    if (one != null) {
      one.activated(active);
    }
  }

  @Override
  public void unblocked() {
    queue.later(LiveQueue::retryBlocked);
  }
}
