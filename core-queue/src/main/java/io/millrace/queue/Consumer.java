package io.millrace.queue;

/**
 * The code that handles messages, one at a time.
 *
 * <p><b>Threads:</b> an instance belongs to one worker; its methods are called by that worker's
 * thread only, so it needs no locks for what it owns. The factory makes one instance a worker.
 *
 * <p>A lambda is a consumer. It is shared by all workers when passed to {@link
 * ConsumerFactory#shared}.
 *
 * @param <T> the payload
 */
@FunctionalInterface
public interface Consumer<T> extends AutoCloseable {

  /**
   * Handles one message. May block.
   *
   * @throws InterruptedException when the queue stops, or the handler's time limit has passed, and
   *     the handler gave way
   * @throws Exception to have the message retried as the queue's {@link RetryPolicy} says
   */
  Outcome consume(Message<T> message) throws Exception;

  /**
   * Called between two messages for each event given to {@link Queue#broadcast}, in their order.
   */
  default void onEvent(Object event) {}

  /** Called once, after the last message. */
  @Override
  default void close() throws Exception {}
}
