package io.millrace.queue.engine;

import io.millrace.queue.DrainReport;
import io.millrace.queue.ProducerListener;
import io.millrace.queue.QueueConfig;
import io.millrace.queue.QueueListener;
import io.millrace.queue.QueueState;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the queue's listeners, and knows when the last active producer has paused.
 *
 * <p><b>Threads:</b> any. What a listener throws is logged and goes no further.
 */
final class Listeners {
  private static final Logger log = LoggerFactory.getLogger(Listeners.class);

  private final String queue;
  private final List<QueueListener> queueListeners;
  private final List<ProducerListener> producerListeners;

  /** Guards the four fields below; listeners are called after it is released. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Set<Integer> active = new HashSet<>();
  private final Set<Integer> paused = new HashSet<>();
  private boolean pausedByOperator;

  /** Since the last active producer paused, until one is active again: ending is no return. */
  private boolean pausedByProducers;

  /** Written under the lock, read without it. */
  private volatile int activeCount;

  Listeners(QueueConfig<?> config) {
    queue = config.title();
    queueListeners = config.listeners();
    producerListeners = config.producerListeners();
  }

  int activeProducers() {
    return activeCount;
  }

  void producerOpened(int index) {
    change(
        () -> {
          active.add(index);
          paused.remove(index);
        });
  }

  void producerPaused(int index) {
    change(
        () -> {
          active.remove(index);
          paused.add(index);
        });
    tell(producerListeners, listener -> listener.onProducerPause(index));
  }

  /** It works again after a failure, and still has itself paused. */
  void producerStillPaused(int index) {
    change(
        () -> {
          active.remove(index);
          paused.add(index);
        });
  }

  void producerResumed(int index) {
    producerOpened(index);
    tell(producerListeners, listener -> listener.onProducerResume(index));
  }

  /** It has ended, failed or been closed. */
  void producerGone(int index) {
    change(
        () -> {
          active.remove(index);
          paused.remove(index);
        });
  }

  void producerFailed(int index, Exception failure) {
    tell(producerListeners, listener -> listener.onProducerFailure(index, failure));
  }

  void operatorPaused(boolean value) {
    change(() -> pausedByOperator = value);
  }

  void stateChanged(QueueState from, QueueState to) {
    tell(queueListeners, listener -> listener.onStateChange(from, to));
  }

  void stopped(DrainReport report) {
    tell(queueListeners, listener -> listener.onStopped(report));
  }

  private void change(Runnable change) {
    boolean before;
    boolean after;
    lock.lock();
    try {
      before = isPaused();
      change.run();
      activeCount = active.size();
      pausedByProducers = active.isEmpty() && (pausedByProducers || !paused.isEmpty());
      after = isPaused();
    } finally {
      lock.unlock();
    }
    if (after && !before) {
      tell(queueListeners, QueueListener::onPause);
    } else if (before && !after) {
      tell(queueListeners, QueueListener::onResume);
    }
  }

  private boolean isPaused() {
    return pausedByOperator || pausedByProducers;
  }

  private <L> void tell(List<L> listeners, Consumer<L> call) {
    for (L listener : listeners) {
      Exception failure = UserCode.failureOf(() -> call.accept(listener));
      if (failure != null) {
        log.error("{}: a listener failed", queue, failure);
      }
    }
  }
}
