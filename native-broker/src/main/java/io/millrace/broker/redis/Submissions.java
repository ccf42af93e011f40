package io.millrace.broker.redis;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What journals have handed over and the server does not have yet, in its order. Everybody who
 * hands something over is told in any case what became of it.
 *
 * <p><b>Threads:</b> any hands over; one takes, and it alone waits.
 */
final class Submissions {
  /** A batch is closed when it is so large: the server does nothing else meanwhile. */
  private static final long BATCH_BYTES = 1 << 20;

  /** So much may wait; more is not to be handed over. */
  private static final long WAITING_BYTES = 16 << 20;

  /** With so much, who can wait is to hand over nothing: there is room for what is on its way. */
  private static final long MANY_BYTES = WAITING_BYTES / 2;

  /**
   * Guards all below: hands over between loops, which only add, and the one thread. What is read
   * with each message that is published is read without it.
   */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition news = lock.newCondition();
  private final ArrayDeque<Submission> waiting = new ArrayDeque<>();
  private final AtomicLong waitingBytes = new AtomicLong();
  private boolean ending;

  /** Nothing is taken any more, and all that was is written. */
  private boolean ended;

  private volatile @Nullable IOException failure;

  void add(Submission submission) {
    IOException failed;
    lock.lock();
    try {
      failed = ended ? new IOException("the store is closed") : failure;
      if (failed == null) {
        waiting.add(submission);
        waitingBytes.addAndGet(submission.changes().bytes());
        news.signalAll();
      }
    } finally {
      lock.unlock();
    }
    if (failed != null) {
      submission.tellFailed(failed);
    }
  }

  /** What they take, roughly. */
  long bytes() {
    return waitingBytes.get();
  }

  /** Whether there is room for more. */
  boolean hasRoom() {
    return failure == null && waitingBytes.get() < WAITING_BYTES;
  }

  /** Whether there soon will be no room. */
  boolean areMany() {
    return waitingBytes.get() >= MANY_BYTES;
  }

  /** Why nothing is taken any more. */
  Optional<IOException> failure() {
    return Optional.ofNullable(failure);
  }

  /**
   * A batch of what waits longest; waits for some. It stays here until {@link #written}. Empty once
   * there is no more after {@link #end}.
   */
  List<Submission> take() {
    List<Submission> batch = new ArrayList<>();
    lock.lock();
    try {
      while (waiting.isEmpty() && !ending) {
        news.awaitUninterruptibly();
      }
      ended = waiting.isEmpty();
      long bytes = 0;
      for (Submission each : waiting) {
        if (!batch.isEmpty() && bytes + each.changes().bytes() > BATCH_BYTES) {
          break;
        }
        batch.add(each);
        bytes += each.changes().bytes();
      }
    } finally {
      lock.unlock();
    }
    return batch;
  }

  /** The server has the batch that was taken last. */
  void written(List<Submission> batch) {
    lock.lock();
    try {
      for (Submission each : batch) {
        waiting.remove();
        waitingBytes.addAndGet(-each.changes().bytes());
      }
    } finally {
      lock.unlock();
    }
    batch.forEach(Submission::tellDurable);
  }

  /** Nothing that waits, or comes, will ever be written. */
  void fail(IOException why) {
    List<Submission> never;
    lock.lock();
    try {
      failure = why;
      never = List.copyOf(waiting);
      waiting.clear();
      waitingBytes.set(0);
    } finally {
      lock.unlock();
    }
    never.forEach(each -> each.tellFailed(why));
  }

  /** What waits is the last. */
  void end() {
    lock.lock();
    try {
      ending = true;
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
