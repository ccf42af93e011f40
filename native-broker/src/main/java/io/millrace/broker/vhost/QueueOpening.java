package io.millrace.broker.vhost;

import io.millrace.broker.loop.LoopCommand;

/** Opens a queue on its loop, before any other command for it. */
final class QueueOpening extends LoopCommand {
  private final HostedQueue queue;
  private final QueueSettings settings;

  QueueOpening(HostedQueue queue, QueueSettings settings) {
    this.queue = queue;
    this.settings = settings;
  }

  @Override
  protected void run(long nowMillis) {
    queue.open(settings, nowMillis);
  }

  @Override
  protected void abandon(Throwable cause) {
    // A queue that was never opened refuses whatever it is asked, and says so.
  }
}
