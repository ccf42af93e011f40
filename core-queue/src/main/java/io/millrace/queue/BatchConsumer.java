package io.millrace.queue;

import java.util.List;

/**
 * The code that handles messages many at a time, with an outcome for each.
 *
 * <p><b>Threads:</b> as for {@link Consumer}: an instance belongs to one worker.
 *
 * <p><b>Order:</b> where the queue orders, a batch holds at most one message of each key, or
 * partition, unless {@link #isAtomic} says that a batch succeeds or fails as one.
 *
 * @param <T> the payload
 */
@FunctionalInterface
public interface BatchConsumer<T> extends AutoCloseable {

  /**
   * Handles the messages, in their order. May block.
   *
   * @return an outcome for each message, in their order; a list of another size is a failure of all
   *     of them
   * @throws Exception to have all of them retried
   */
  List<Outcome> consume(List<Message<T>> messages) throws Exception;

  /**
   * Whether every batch gets one common outcome. Then the engine may put successive messages of one
   * key into a batch, and repeats the batch from the first one that was not acknowledged.
   */
  default boolean isAtomic() {
    return false;
  }

  /** As {@link Consumer#onEvent}. */
  default void onEvent(Object event) {}

  /** Called once, after the last batch. */
  @Override
  default void close() throws Exception {}
}
