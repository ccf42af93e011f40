package io.millrace.queue.executor;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link BatchExecutor} that flushes by time: a batch goes when its first task has waited for the
 * interval.
 *
 * <p>So that nothing grows without limit, a batch of {@value #MAX_TASKS} tasks goes before its
 * time.
 *
 * @param <T> a task
 */
public final class PeriodicExecutor<T> implements BatchExecutor<T> {
  /** How many tasks a batch holds at most. */
  public static final int MAX_TASKS = 100_000;

  private static final Logger LOG = LoggerFactory.getLogger(PeriodicExecutor.class);

  private final String name;
  private final BatchHandler<T> handler;
  private final FlushOptions options;
  private final Time time;
  private final FailureReports failures;
  private final ExitHooks.Registration exitHook;

  /**
   * Guards all that follows, against callers and the flusher. Not an owner thread's, because {@code
   * add} is what everyone calls and must cost little. Held while calling out in {@link #sync} only,
   * whose promise that is.
   */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition work = lock.newCondition();
  private final Condition room = lock.newCondition();
  private final Condition progress = lock.newCondition();
  private final BatchBuffer<T> buffer;
  private final FlushTimes times;

  /**
   * Runs whenever there is a task: set before a task is added, unset by itself and only when there
   * is none.
   */
  private @Nullable Thread flusher;

  /** Whether a batch is with the handler. */
  private boolean taken;

  private boolean stopping;
  private boolean abandoned;

  public PeriodicExecutor(String name, BatchHandler<T> handler) {
    this(name, handler, FlushOptions.DEFAULT);
  }

  public PeriodicExecutor(String name, BatchHandler<T> handler, FlushOptions options) {
    this(name, MAX_TASKS, handler, options);
  }

  /**
   * @param maxWeight what the tasks of a batch weigh together at most
   */
  PeriodicExecutor(String name, long maxWeight, BatchHandler<T> handler, FlushOptions options) {
    if (maxWeight < 1) {
      throw new IllegalArgumentException("a batch must hold at least 1, got " + maxWeight);
    }
    this.name = requireNonNull(name);
    this.handler = requireNonNull(handler);
    this.options = options;
    time = options.time();
    failures = new FailureReports(name, options.onFailure());
    times = new FlushTimes(options.interval());
    buffer = new BatchBuffer<>(maxWeight);
    exitHook = options.exitHooks().register("millrace-" + name + "-exit", this::close);
  }

  @Override
  public void add(T task) throws InterruptedException {
    add(task, 1);
  }

  void add(T task, long weight) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      // The handler's own tasks go in beyond the limit: were it to wait here, nobody would make
      // room.
      while (!stopping
          && buffer.waiting() >= options.waitingBatches()
          && Thread.currentThread() != flusher) {
        room.await();
      }
      if (stopping) {
        throw new IllegalStateException("executor " + name + " is stopped");
      }
      if (flusher == null) {
        startFlusher();
      }
      boolean wasEmpty = buffer.isOpenEmpty();
      int waitingBefore = buffer.waiting();
      buffer.add(task, weight, time.nanoTime());
      if (wasEmpty || buffer.waiting() > waitingBefore) {
        work.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void flush() {
    lock.lock();
    try {
      buffer.seal();
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void await() throws InterruptedException {
    while (!await(Duration.ofDays(1))) {
      LOG.debug("executor {}: still waiting", name);
    }
  }

  @Override
  public boolean await(Duration timeout) throws InterruptedException {
    long deadline = time.deadlineAfter(timeout);
    lock.lockInterruptibly();
    try {
      refuseFlusher();
      flush();
      long target = buffer.sealedCount();
      while (buffer.finishedCount() < target && time.nanoTime() - deadline < 0) {
        time.awaitUntil(lock, progress, deadline);
      }
      return buffer.finishedCount() >= target;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void sync(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean stop(Duration timeout) throws InterruptedException {
    long deadline = time.deadlineAfter(timeout);
    exitHook.cancel();
    lock.lockInterruptibly();
    try {
      refuseFlusher();
      stopping = true;
      room.signalAll();
      flush();
      while (flusher != null && !abandoned && time.nanoTime() - deadline < 0) {
        time.awaitUntil(lock, progress, deadline);
      }
      if (flusher == null && !abandoned) {
        return true;
      }
    } finally {
      lock.unlock();
    }
    abandon();
    return false;
  }

  @Override
  public void close() {
    try {
      stop(options.stopTimeout());
    } catch (InterruptedException e) {
      abandon();
      Thread.currentThread().interrupt();
    }
  }

  private void abandon() {
    List<List<T>> rest;
    lock.lock();
    try {
      stopping = true;
      abandoned = true;
      rest = buffer.drain();
      if (flusher != null) {
        flusher.interrupt();
      }
      room.signalAll();
      progress.signalAll();
    } finally {
      lock.unlock();
    }
    for (List<T> batch : rest) {
      failures.report(
          batch,
          new TimeoutException("executor " + name + " was stopped before it came to this batch"));
    }
  }

  private void startFlusher() {
    times.busyUntil(time.nanoTime());
    Thread thread = new Thread(this::runFlusher, "millrace-" + name + "-flusher");
    thread.setDaemon(true);
    thread.start();
    flusher = thread;
  }

  private void runFlusher() {
    for (Optional<List<T>> batch = next(); batch.isPresent(); batch = next()) {
      try {
        handler.handle(batch.get());
      } catch (Throwable e) {
        failures.report(batch.get(), e);
      }
    }
  }

  /** Accounts for the batch before, and waits for the next; empty when the flusher is to end. */
  private Optional<List<T>> next() {
    lock.lock();
    try {
      finishTaken();
      while (true) {
        long now = time.nanoTime();
        if (!buffer.isOpenEmpty()
            && (stopping || now - times.dueNanos(buffer.openedAtNanos()) >= 0)) {
          buffer.seal();
        }
        Optional<List<T>> batch = buffer.take();
        if (batch.isPresent()) {
          taken = true;
          room.signalAll();
          return batch;
        }
        long idleEnd = times.idleEndNanos();
        boolean isEmpty = buffer.isOpenEmpty();
        if (isEmpty && (stopping || now - idleEnd >= 0)) {
          flusher = null;
          progress.signalAll();
          return Optional.empty();
        }
        awaitWork(isEmpty ? idleEnd : times.dueNanos(buffer.openedAtNanos()));
      }
    } finally {
      lock.unlock();
    }
  }

  private void finishTaken() {
    // An interrupt was meant for the batch before, by its own code or by a stop: this thread only
    // ends by its own rules.
    Thread.interrupted();
    if (taken) {
      taken = false;
      buffer.finish();
      times.busyUntil(time.nanoTime());
      progress.signalAll();
    }
  }

  private void awaitWork(long deadlineNanos) {
    try {
      time.awaitUntil(lock, work, deadlineNanos);
    } catch (InterruptedException e) {
      LOG.debug("executor {}: interrupted while idle, which ends nothing", name);
    }
  }

  private void refuseFlusher() {
    if (Thread.currentThread() == flusher) {
      throw new IllegalStateException(
          "the handler of executor " + name + " cannot wait for its own executor");
    }
  }
}
