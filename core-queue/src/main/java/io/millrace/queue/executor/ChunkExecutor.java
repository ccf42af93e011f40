package io.millrace.queue.executor;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.function.ToLongFunction;

/**
 * A {@link BatchExecutor} whose batch is full at a number of bytes; by default 1 MiB, or whatever
 * came in a second.
 *
 * <p>A batch never holds more bytes than that, unless it is a single larger task.
 *
 * @param <T> a task
 */
public final class ChunkExecutor<T> implements BatchExecutor<T> {
  /** How many bytes fill a batch by default. */
  public static final long DEFAULT_MAX_BYTES = 1 << 20;

  private final PeriodicExecutor<T> base;
  private final ToLongFunction<T> sizeBytes;

  public ChunkExecutor(String name, ToLongFunction<T> sizeBytes, BatchHandler<T> handler) {
    this(name, DEFAULT_MAX_BYTES, sizeBytes, handler, FlushOptions.DEFAULT);
  }

  /**
   * @param sizeBytes how many bytes a task holds; asked once for each, on the thread that adds it
   */
  public ChunkExecutor(
      String name,
      long maxBytes,
      ToLongFunction<T> sizeBytes,
      BatchHandler<T> handler,
      FlushOptions options) {
    this.sizeBytes = requireNonNull(sizeBytes);
    base = new PeriodicExecutor<>(name, maxBytes, handler, options);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the task's size is negative
   */
  @Override
  public void add(T task) throws InterruptedException {
    long size = sizeBytes.applyAsLong(task);
    if (size < 0) {
      throw new IllegalArgumentException(
          "a task's size must not be negative, got " + size + " bytes");
    }
    // At least one byte, so that tasks without content fill a batch as well.
    base.add(task, Math.max(1, size));
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
