package io.millrace.queue.engine;

import org.jspecify.annotations.Nullable;

/**
 * How a worker calls the user's code: one message at a time, or in batches. Belongs to the worker's
 * thread.
 */
interface Handling<T> {
  /**
   * Handles {@code delivery}, and in batches whatever of {@code run} goes with it.
   *
   * @return a delivery that has become ready by it and is now the worker's, or null
   */
  @Nullable Delivery<T> handle(Delivery<T> delivery, Run<T> run);

  void onEvent(Object event);

  void close() throws Exception;
}
