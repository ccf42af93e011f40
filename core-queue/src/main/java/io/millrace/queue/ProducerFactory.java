package io.millrace.queue;

/**
 * Makes the producers of a queue.
 *
 * <p>Called by the producer's own thread. When it throws, the thread tries again after a growing
 * pause, and the queue is not ready until then.
 */
@FunctionalInterface
public interface ProducerFactory<T> {
  /**
   * Makes one producer, which then belongs to the calling thread.
   *
   * @param index which producer of the queue it is to be, from 0; a number is used again only after
   *     the producer that had it is closed
   */
  Producer<T> create(int index) throws Exception;
}
