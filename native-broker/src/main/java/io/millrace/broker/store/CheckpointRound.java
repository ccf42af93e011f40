package io.millrace.broker.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One checkpoint in the making: gathers what the queues put into it.
 *
 * <p><b>Threads:</b> loops give, the checkpoint thread waits. The lock guards what was given;
 * nothing is called under it.
 */
final class CheckpointRound {
  private final long cutoff;
  private final Set<Segment> victims;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition complete = lock.newCondition();
  private final List<Contribution> contributions = new ArrayList<>();
  private int outstanding;
  private boolean abandoned;
  private @Nullable Throwable failure;

  /**
   * @param cutoff position before which the log is to be given up
   * @param victims segments that are to be given up
   * @param loops that will each answer once they have asked their queues
   */
  CheckpointRound(long cutoff, Set<Segment> victims, int loops) {
    this.cutoff = cutoff;
    this.victims = Set.copyOf(victims);
    this.outstanding = loops;
  }

  long cutoff() {
    return cutoff;
  }

  Set<Segment> victims() {
    return victims;
  }

  boolean isVictim(Segment segment) {
    return victims.contains(segment);
  }

  /** One more queue will answer. */
  void expect() {
    lock.lock();
    try {
      outstanding++;
    } finally {
      lock.unlock();
    }
  }

  /**
   * A queue answers, or has nothing to say any more; or a loop has asked all of its queues.
   *
   * @return whether that is taken; not if the round was abandoned
   */
  boolean answer(@Nullable Contribution contribution) {
    lock.lock();
    try {
      if (contribution != null && !abandoned) {
        contributions.add(contribution);
      }
      if (--outstanding == 0) {
        complete.signalAll();
      }
      return !abandoned;
    } finally {
      lock.unlock();
    }
  }

  /** Not all queues of a loop could be asked, so that the round cannot be finished. */
  void fail(Throwable cause) {
    lock.lock();
    try {
      failure = cause;
      complete.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Nobody waits for the rest any more. */
  void abandon() {
    lock.lock();
    try {
      abandoned = true;
      complete.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until all have answered.
   *
   * @return whether they have; false once the round was abandoned
   * @throws IllegalStateException if a loop could not ask its queues
   */
  boolean await() throws InterruptedException {
    lock.lock();
    try {
      while (outstanding > 0 && !abandoned && failure == null) {
        complete.await();
      }
      if (failure != null) {
        throw new IllegalStateException("a queue could not be asked", failure);
      }
      return !abandoned;
    } finally {
      lock.unlock();
    }
  }

  boolean isAbandoned() {
    lock.lock();
    try {
      return abandoned;
    } finally {
      lock.unlock();
    }
  }

  /** What was given by now. */
  List<Contribution> contributions() {
    lock.lock();
    try {
      return List.copyOf(contributions);
    } finally {
      lock.unlock();
    }
  }
}
