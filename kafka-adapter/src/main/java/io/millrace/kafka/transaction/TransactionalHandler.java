package io.millrace.kafka.transaction;

import io.millrace.queue.Message;
import io.millrace.queue.Outcome;

/**
 * Handles messages and says what is to be produced for each.
 *
 * <p><b>Threads:</b> any, several at once.
 *
 * @param <T> the payload of what comes in
 * @param <R> the payload of what goes out
 */
@FunctionalInterface
public interface TransactionalHandler<T, R> {
  /**
   * Handles one message. May block.
   *
   * @param outputs what it is told is produced if, and only if, the answer is an ack and the queue
   *     takes it; not to be used after the call
   */
  Outcome handle(Message<T> message, Outputs<R> outputs) throws Exception;
}
