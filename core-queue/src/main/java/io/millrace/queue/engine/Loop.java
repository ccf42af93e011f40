package io.millrace.queue.engine;

/**
 * Work that is done in turns, by one thread at a time: a producer, a worker, the queue's control.
 *
 * <p>A thread of its own calls {@link #turn} until it answers false. A simulation calls the turns
 * of all loops on one thread, in an order of its choice, and lets none of them wait.
 */
public interface Loop {
  /** A name an operator understands; the thread bears it. */
  String name();

  /**
   * Does what there is to do now.
   *
   * @param maxWaitNanos how long it may wait for something to do; 0 for not at all
   * @return false when the loop has come to its end and must not be called again
   * @throws InterruptedException when interrupted while waiting; calling again is allowed
   */
  boolean turn(long maxWaitNanos) throws InterruptedException;
}
