package io.millrace.broker.queue;

import io.millrace.broker.message.Message;

/**
 * A message enters the queue.
 *
 * @param offset one more than that of the message before it, however that one ended; 0 for the
 *     first of a queue
 */
public record Enqueue(long offset, Message message, Envelope envelope) implements DurableCommand {
  @Override
  public void match(Cases cases) {
    cases.enqueue(this);
  }
}
