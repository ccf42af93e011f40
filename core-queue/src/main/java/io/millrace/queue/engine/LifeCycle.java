package io.millrace.queue.engine;

import io.millrace.queue.DrainReport;
import io.millrace.queue.QueueState;
import io.millrace.queue.Settlement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a queue from start to stop, step by step: producers fetch no more; when nothing more can
 * come the channel is closed; workers finish; producers settle and close; at the deadline
 * everything left goes back to its source.
 *
 * <p><b>Threads:</b> {@link #advance} from the control loop's, the rest from any.
 */
final class LifeCycle<T> {
  private static final Logger log = LoggerFactory.getLogger(LifeCycle.class);

  /** After the deadline, how long threads may take to come back before they are given up. */
  private static final long ABANDON_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final Core<T> core;
  private final ProducerPool<T> producers;
  private final WorkerPool<T> workers;
  private final Watchdog<T> watchdog;
  private final CountDownLatch stopped = new CountDownLatch(1);

  /** Guards the request to stop. */
  private final ReentrantLock lock = new ReentrantLock();

  private boolean stopRequested;
  private long deadlineNanos;
  private long drainStartNanos;
  private long cutOffNanos;

  /** Written by start and by the control loop. */
  private volatile QueueState state = QueueState.NEW;

  private volatile @Nullable DrainReport report;

  LifeCycle(Core<T> core, ProducerPool<T> producers, WorkerPool<T> workers, Watchdog<T> watchdog) {
    this.core = core;
    this.producers = producers;
    this.workers = workers;
    this.watchdog = watchdog;
  }

  QueueState state() {
    return state;
  }

  @Nullable DrainReport report() {
    return report;
  }

  boolean awaitStopped(Duration timeout) throws InterruptedException {
    return stopped.await(Nanos.of(timeout), TimeUnit.NANOSECONDS);
  }

  /** From NEW to RUNNING. */
  void started() {
    lock.lock();
    try {
      if (state != QueueState.NEW) {
        throw new IllegalStateException(
            core.config.title() + " is " + state + "; it is started once, build another");
      }
      become(QueueState.RUNNING);
    } finally {
      lock.unlock();
    }
  }

  /** Whether the control loop has to do the rest; false when the queue never ran. */
  boolean requestStop(Duration deadline) {
    lock.lock();
    try {
      if (state == QueueState.NEW) {
        stopped(new DrainReport(0, 0, 0, 0, 0, Duration.ZERO));
        return false;
      }
      long at = core.time.nanoTime() + Nanos.of(deadline);
      if (!stopRequested || at - deadlineNanos < 0) {
        deadlineNanos = at;
      }
      stopRequested = true;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Does the next step, if it is time for it; false once the queue has stopped. */
  boolean advance(long nowNanos) {
    boolean stopping;
    long deadline;
    lock.lock();
    try {
      stopping = stopRequested;
      deadline = deadlineNanos;
    } finally {
      lock.unlock();
    }
    if (stopping && core.phase() == Core.Phase.RUNNING) {
      core.enter(Core.Phase.DRAINING);
      producers.wakeAll();
      workers.wakeAll();
    }
    if (state == QueueState.RUNNING && (stopping || producers.areQuiet())) {
      drainStartNanos = nowNanos;
      become(QueueState.DRAINING);
    }
    if (state != QueueState.DRAINING) {
      return true;
    }
    if (core.phase() == Core.Phase.DRAINING) {
      core.makeReady(core.retries.remove(delivery -> true)); // workers return them
      if (nowNanos - deadline >= 0) {
        cutOffNanos = nowNanos;
        core.enter(Core.Phase.CUT_OFF);
        producers.wakeAll();
      }
    }
    if (core.phase() == Core.Phase.CUT_OFF) {
      cutOff(nowNanos);
    }
    // Not before all is settled: what is not may yet come back to the channel, and needs workers
    // then.
    if (producers.loops().isEmpty() && !core.channel.isClosed()) {
      core.channel.close();
      workers.wakeAll();
    }
    if (core.channel.isClosed() && core.channel.size() > 0) {
      // Left by a worker that was retired: the others had found nothing more to do by then.
      workers.startIfNone();
    }
    if (producers.loops().isEmpty() && workers.isEmpty()) {
      finish(nowNanos);
      return false;
    }
    return true;
  }

  private void cutOff(long nowNanos) {
    core.makeReady(core.retries.remove(delivery -> true));
    watchdog.cutOff(nowNanos);
    producers.wakeAll();
    workers.wakeAll();
    long over = nowNanos - cutOffNanos;
    if (over > ABANDON_NANOS / 2) {
      producers.loops().forEach(loop -> interrupt(loop.thread()));
      workers.all().forEach(worker -> interrupt(worker.thread()));
    }
    if (over > ABANDON_NANOS) {
      for (ProducerLoop<T> loop : producers.abandonAll()) {
        log.error(
            "{}: {} does not come back; what it has not settled is its source's again: {}",
            core.config.title(),
            loop.name(),
            Count.of(loop.unsettledCount(), "message"));
        core.counters.settled(Settlement.Kind.RETURNED, loop.unsettledCount());
      }
      workers
          .all()
          .forEach(
              worker -> log.error("{}: {} does not come back", core.config.title(), worker.name()));
      workers.abandonAll();
    }
  }

  private static void interrupt(@Nullable Thread thread) {
    if (thread != null) {
      thread.interrupt();
    }
  }

  private void finish(long nowNanos) {
    core.enter(Core.Phase.CUT_OFF); // for whoever comes back late
    stopped(report(core, Duration.ofNanos(nowNanos - drainStartNanos)));
  }

  private void stopped(DrainReport result) {
    report = result;
    Exception failure = UserCode.failureOf(core.meters::close);
    if (failure != null) {
      log.error("{}: its meters could not be removed", core.config.title(), failure);
    }
    become(QueueState.STOPPED);
    core.listeners.stopped(result);
    stopped.countDown();
  }

  /** What the counters say now. */
  static DrainReport report(Core<?> core, Duration drain) {
    return new DrainReport(
        core.counters.fetched.sum(),
        core.counters.settled(Settlement.Kind.ACKED),
        core.counters.settled(Settlement.Kind.REJECTED),
        core.counters.settled(Settlement.Kind.DEAD_LETTERED),
        core.counters.settled(Settlement.Kind.RETURNED),
        drain);
  }

  private void become(QueueState next) {
    QueueState before = state;
    state = next;
    core.listeners.stateChanged(before, next);
  }
}
