package io.millrace.queue.executor;

import java.time.Duration;

/**
 * Gathers tasks and hands them to a {@link BatchHandler} many at a time: a batch goes when it is
 * full, or when its first task has waited for the interval.
 *
 * <p>One thread calls the handler, so batches go one after the other, in the order in which their
 * tasks were added. The thread starts with the first task and ends after ten intervals without one;
 * the next task starts another. It is a daemon thread, called {@code millrace-<name>-flusher}. A
 * failing batch goes to the {@link BatchFailureHandler}, and the next one follows.
 *
 * <p><b>Threads:</b> any. The handler may add tasks, which then never blocks; it must not wait for
 * or stop its own executor.
 *
 * @param <T> a task
 */
public interface BatchExecutor<T> extends AutoCloseable {
  /**
   * Adds a task. Blocks while the number of full batches that wait is at its limit.
   *
   * @throws IllegalStateException once stopped, also when that happens while blocked; the task is
   *     not added
   * @throws InterruptedException while blocked; the task is not added
   */
  void add(T task) throws InterruptedException;

  /** Lets what is there go to the handler now, without waiting for it. */
  void flush();

  /** Flushes, and waits until the tasks added before have been handled or have failed. */
  void await() throws InterruptedException;

  /**
   * As {@link #await()}, for a time.
   *
   * @return whether all were handled or have failed
   */
  boolean await(Duration timeout) throws InterruptedException;

  /**
   * Runs the action while no task is added and no batch is taken; a batch already with the handler
   * goes on. Others wait for it, so it has to be short.
   */
  void sync(Runnable action);

  /**
   * Refuses further tasks, flushes what is there and waits for it. Past the timeout the handler's
   * thread is interrupted, and the batches it had not begun go to the failure handler. Stopping
   * again waits for the first stop to get there.
   *
   * @return whether every task has been with the handler, and its thread has ended
   * @throws InterruptedException while waiting; the executor goes on to handle what is there
   */
  boolean stop(Duration timeout) throws InterruptedException;

  /**
   * Stops with the timeout of {@link FlushOptions}; at once if interrupted, with the interrupt
   * kept.
   */
  @Override
  void close();
}
