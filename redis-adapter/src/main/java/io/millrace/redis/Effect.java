package io.millrace.redis;

import io.millrace.queue.Message;

/**
 * What a handler does that is to happen once for each id, see {@link RedisListSource#effectOnce}.
 *
 * <p><b>Threads:</b> all workers', several at once.
 */
@FunctionalInterface
public interface Effect<T> {
  /**
   * Does it.
   *
   * @return the outcome, which is stored; may be empty
   * @throws Exception to have the message retried; nothing is stored
   */
  byte[] perform(Message<T> message) throws Exception;

  /** Hears that it was done before, and what came of it then. */
  default void replay(Message<T> message, byte[] outcome) throws Exception {}
}
