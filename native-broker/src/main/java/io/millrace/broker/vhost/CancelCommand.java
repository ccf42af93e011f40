package io.millrace.broker.vhost;

import io.millrace.broker.loop.LoopCommand;

/** The wish of a consumer to get no more, which is answered whatever has become of its queue. */
final class CancelCommand extends LoopCommand {
  private final HostedQueue queue;
  private final HostedConsumer consumer;

  CancelCommand(HostedQueue queue, HostedConsumer consumer) {
    this.queue = queue;
    this.consumer = consumer;
  }

  @Override
  protected void run(long nowMillis) {
    queue.guarded(live -> live.end(consumer, false, false, nowMillis));
    if (!consumer.hasEnded()) {
      consumer.markEnded(); // The queue does not live, or has failed over it.
    }
  }

  @Override
  protected void abandon(Throwable cause) {
    consumer.tellEnded();
  }
}
