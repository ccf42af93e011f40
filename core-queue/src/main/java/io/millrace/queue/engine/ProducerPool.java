package io.millrace.queue.engine;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;

/** The producers of a queue, as many as were asked for. Any thread. */
final class ProducerPool<T> {
  private final Core<T> core;
  private final LoopRunner runner;

  /** Guards starting and retiring; the list is read without it. */
  private final ReentrantLock lock = new ReentrantLock();

  private final List<ProducerLoop<T>> loops = new CopyOnWriteArrayList<>();
  private volatile int target;

  ProducerPool(Core<T> core, LoopRunner runner) {
    this.core = core;
    this.runner = runner;
  }

  List<ProducerLoop<T>> loops() {
    return loops;
  }

  int target() {
    return target;
  }

  /** Sets how many there are; surplus ones settle what they have first. */
  void resize(int count) {
    lock.lock();
    try {
      int before = target;
      target = count;
      core.admission.share(count);
      for (ProducerLoop<T> loop : loops) {
        if (loop.index() >= count) {
          loop.retire();
        }
      }
      for (int index = before; index < count; index++) {
        if (!isTaken(index)) {
          start(index);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether each of them will hand over nothing more. */
  boolean areQuiet() {
    return loops.stream().allMatch(ProducerLoop::isQuiet);
  }

  void wakeAll() {
    loops.forEach(ProducerLoop::wake);
  }

  /**
   * Gives up producers that do not come back; what they have not settled is counted as returned by
   * the caller.
   */
  List<ProducerLoop<T>> abandonAll() {
    List<ProducerLoop<T>> abandoned = List.copyOf(loops);
    abandoned.forEach(ProducerLoop::abandon);
    loops.removeAll(abandoned);
    return abandoned;
  }

  /** Also while the one that had the index is on its way out: it is followed by another then. */
  private boolean isTaken(int index) {
    return loops.stream().anyMatch(loop -> loop.index() == index);
  }

  private void start(int index) {
    ProducerLoop<T> loop = new ProducerLoop<>(core, index);
    loops.add(loop);
    runner.start(loop, LoopRunner.Role.PRODUCER, () -> ended(loop));
  }

  private void ended(ProducerLoop<T> loop) {
    lock.lock();
    try {
      loops.remove(loop);
      if (loop.isRetired() && loop.index() < target && core.phase() == Core.Phase.RUNNING) {
        start(loop.index());
      }
    } finally {
      lock.unlock();
    }
    core.wakeControl();
  }
}
