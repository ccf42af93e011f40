package io.millrace.queue;

import java.util.List;

/**
 * Hands messages to a backend.
 *
 * <p><b>Threads:</b> any, several at once, unless an implementation says otherwise.
 *
 * @param <T> the payload
 */
public interface Pusher<T> extends AutoCloseable {
  /** What an operator calls it, in logs and metrics. */
  String name();

  /**
   * Pushes the messages, in their order, and returns when the backend has them safe. May block.
   *
   * @throws PushException when some were not taken; it says which
   * @throws Exception when it is unknown which were taken: all of them may have been, or none
   */
  void push(List<Message<T>> messages) throws Exception;

  @Override
  default void close() throws Exception {}
}
