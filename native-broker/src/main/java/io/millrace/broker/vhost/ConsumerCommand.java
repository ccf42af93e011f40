package io.millrace.broker.vhost;

import io.millrace.broker.loop.LoopCommand;
import io.millrace.broker.queue.VolatileCommand;

/** A consumer's command on its way to its queue. */
final class ConsumerCommand extends LoopCommand {
  private final HostedQueue queue;
  private final HostedConsumer consumer;
  private final VolatileCommand command;

  ConsumerCommand(HostedQueue queue, HostedConsumer consumer, VolatileCommand command) {
    this.queue = queue;
    this.consumer = consumer;
    this.command = command;
  }

  @Override
  protected void run(long nowMillis) {
    queue.handle(command, nowMillis);
    if (consumer.hasEnded()) {
      queue.guarded(live -> live.forgetIfDone(consumer));
    }
  }

  @Override
  protected void abandon(Throwable cause) {
    // The queue has ended with its loop, and its consumers with it: nobody waits for an answer.
  }
}
