package io.millrace.kafka.transaction;

import io.millrace.queue.Message;

/**
 * Takes what a handler wants to be produced. For the length of one call, and its thread.
 *
 * @param <R> the payload of what goes out
 */
@FunctionalInterface
public interface Outputs<R> {
  /**
   * Adds a message to what is produced in the transaction that commits the one being handled. Does
   * not wait.
   *
   * @throws Exception when the payload cannot be written
   */
  void send(String topic, Message<R> message) throws Exception;
}
