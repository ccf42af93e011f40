package io.millrace.broker.vhost;

import io.millrace.broker.loop.LoopTimer;
import io.millrace.broker.loop.OwnerLoop;
import io.millrace.broker.queue.Envelope;

/** Wakes a queue. */
final class QueueTimer extends LoopTimer {
  private final HostedQueue queue;
  private long setForMillis = Envelope.NEVER;

  QueueTimer(HostedQueue queue) {
    this.queue = queue;
  }

  void set(OwnerLoop loop, long atMillis) {
    if (atMillis == setForMillis) {
      return;
    }
    setForMillis = atMillis;
    if (atMillis == Envelope.NEVER) {
      loop.cancel(this);
    } else {
      loop.wakeAt(this, atMillis);
    }
  }

  @Override
  protected void fire(long nowMillis) {
    setForMillis = Envelope.NEVER;
    queue.guarded(live -> live.tick(nowMillis));
  }
}
