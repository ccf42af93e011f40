package io.millrace.queue.executor;

import java.time.Duration;

/**
 * A {@link BatchExecutor} whose batch is full at a number of tasks; by default 1000, or whatever
 * came in a second.
 *
 * @param <T> a task
 */
public final class BulkExecutor<T> implements BatchExecutor<T> {
  /** How many tasks fill a batch by default. */
  public static final int DEFAULT_MAX_TASKS = 1000;

  private final PeriodicExecutor<T> base;

  public BulkExecutor(String name, BatchHandler<T> handler) {
    this(name, DEFAULT_MAX_TASKS, handler, FlushOptions.DEFAULT);
  }

  public BulkExecutor(String name, int maxTasks, BatchHandler<T> handler, FlushOptions options) {
    base = new PeriodicExecutor<>(name, maxTasks, handler, options);
  }

  @Override
  public void add(T task) throws InterruptedException {
    base.add(task, 1);
  }

  @Override
  public void flush() {
    base.flush();
  }

  @Override
  public void await() throws InterruptedException {
    base.await();
  }

  @Override
  public boolean await(Duration timeout) throws InterruptedException {
    return base.await(timeout);
  }

  @Override
  public void sync(Runnable action) {
    base.sync(action);
  }

  @Override
  public boolean stop(Duration timeout) throws InterruptedException {
    return base.stop(timeout);
  }

  @Override
  public void close() {
    base.close();
  }
}
