package io.millrace.queue;

/**
 * Makes a {@link Consumer} for each worker.
 *
 * <p>Called by the worker's own thread, at start and at every resize. When it throws, the worker
 * tries again after a growing pause; the queue goes on with the workers it has.
 */
@FunctionalInterface
public interface ConsumerFactory<T> {
  Consumer<T> create() throws Exception;

  /**
   * Gives the same consumer, which must be safe for all workers at once, to each of them; it is not
   * closed by them.
   */
  static <T> ConsumerFactory<T> shared(Consumer<T> consumer) {
    return () ->
        new Consumer<>() {
          @Override
          public Outcome consume(Message<T> message) throws Exception {
            return consumer.consume(message);
          }

          @Override
          public void onEvent(Object event) {
            consumer.onEvent(event);
          }
        };
  }
}
