package io.millrace.broker.vhost;

import io.millrace.broker.loop.LoopCommand;

/** Something to do with a queue while it lives, on its loop, that nobody waits for. */
final class QueueWork extends LoopCommand {
  /** What to do. */
  interface Step {
    void run(LiveQueue live, long nowMillis);
  }

  private final HostedQueue queue;
  private final Step step;

  QueueWork(HostedQueue queue, Step step) {
    this.queue = queue;
    this.step = step;
  }

  @Override
  protected void run(long nowMillis) {
    queue.guarded(live -> step.run(live, nowMillis));
  }

  @Override
  protected void abandon(Throwable cause) {
    // The queue has ended with its loop: there is nothing to do it with.
  }
}
