package io.millrace.queue.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The workers of a queue: as many as may run at once, and, under adaptive concurrency, some more
 * that rest. Any thread.
 */
final class WorkerPool<T> {
  private final Core<T> core;
  private final LoopRunner runner;
  private final int callsPerTurn;

  /**
   * Guards starting, resting and retiring, and the counters of those that are gone; the list is
   * read without it.
   */
  private final ReentrantLock lock = new ReentrantLock();

  private final List<Worker<T>> workers = new CopyOnWriteArrayList<>();

  /** Workers that were retired and have not ended yet. */
  private final List<Worker<T>> retiring = new CopyOnWriteArrayList<>();

  private int nextNumber;
  private Totals gone = new Totals(0, 0, 0);
  private volatile int limit;

  /**
   * What the workers have done so far.
   *
   * @param calls handler calls, counted in messages
   * @param failures calls that failed
   * @param busyNanos time in calls
   */
  record Totals(long calls, long failures, long busyNanos) {
    Totals plus(Caller<?> caller) {
      return new Totals(
          calls + caller.calls(), failures + caller.failures(), busyNanos + caller.busyNanos());
    }
  }

  WorkerPool(Core<T> core, LoopRunner runner, int callsPerTurn) {
    this.core = core;
    this.runner = runner;
    this.callsPerTurn = callsPerTurn;
  }

  List<Worker<T>> workers() {
    return workers;
  }

  /** How many may run at once. */
  int limit() {
    return limit;
  }

  /** Sets how many there are; surplus ones finish the message they have and end. */
  void resize(int count) {
    lock.lock();
    try {
      limit(count);
      List<Worker<T>> all = List.copyOf(workers);
      for (int i = count; i < all.size(); i++) {
        workers.remove(all.get(i));
        gone = gone.plus(all.get(i).caller());
        retiring.add(all.get(i));
        all.get(i).retire();
      }
    } finally {
      lock.unlock();
    }
  }

  List<Worker<T>> retiring() {
    return retiring;
  }

  /** All that have not ended, also those that are to. */
  List<Worker<T>> all() {
    List<Worker<T>> all = new ArrayList<>(workers);
    all.addAll(retiring);
    return all;
  }

  /** Sets how many may run at once; surplus ones rest, ready to go on. */
  void limit(int count) {
    lock.lock();
    try {
      limit = count;
      for (int i = 0; i < workers.size(); i++) {
        workers.get(i).rest(i >= count);
      }
      while (workers.size() < count) {
        start();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Starts a worker in place of one that hangs in a call which was taken from it. */
  void replace(Worker<T> hanging) {
    lock.lock();
    try {
      if (workers.remove(hanging)) {
        gone = gone.plus(hanging.caller());
        start();
        limit(limit); // the one that hung may have been to rest
      }
      retiring.remove(hanging);
    } finally {
      lock.unlock();
    }
  }

  /** Starts a worker where each has ended. */
  void startIfNone() {
    lock.lock();
    try {
      if (isEmpty()) {
        start();
      }
    } finally {
      lock.unlock();
    }
  }

  boolean isEmpty() {
    return workers.isEmpty() && retiring.isEmpty();
  }

  void wakeAll() {
    workers.forEach(Worker::wake);
    retiring.forEach(Worker::wake);
  }

  /** Gives up workers that do not come back. */
  void abandonAll() {
    workers.clear();
    retiring.clear();
  }

  Totals totals() {
    lock.lock();
    try {
      Totals sum = gone;
      for (Worker<T> worker : workers) {
        sum = sum.plus(worker.caller());
      }
      return sum;
    } finally {
      lock.unlock();
    }
  }

  private void start() {
    Worker<T> worker = new Worker<>(core, nextNumber++, callsPerTurn);
    workers.add(worker);
    runner.start(worker, LoopRunner.Role.CONSUMER, () -> ended(worker));
  }

  private void ended(Worker<T> worker) {
    lock.lock();
    try {
      if (workers.remove(worker)) {
        gone = gone.plus(worker.caller());
      }
      retiring.remove(worker);
    } finally {
      lock.unlock();
    }
    core.wakeControl();
  }
}
