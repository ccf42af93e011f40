package io.millrace.redis.lease;

import io.millrace.redis.connection.Link;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The thread that looks after queues while somebody consumes them: gives back what dead workers
 * had, and measures what waits.
 *
 * <p><b>Threads:</b> any.
 */
public final class Upkeep implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Upkeep.class);

  /** Something to do again and again for one queue, with its own link. */
  public interface Task {
    /**
     * Does what is due.
     *
     * @return how long it may wait until the next time
     */
    Duration run();

    /** The link it uses. */
    Link link();
  }

  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

  private final List<Task> tasks;
  private final long[] dueNanos;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition closing = lock.newCondition();
  private boolean closed;

  public Upkeep(List<Task> tasks, String threadName) {
    this.tasks = List.copyOf(tasks);
    dueNanos = new long[tasks.size()];
    long now = System.nanoTime();
    Arrays.fill(dueNanos, now);
    thread = new Thread(this::run, threadName);
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      long waitNanos = 0;
      while (!isClosedAfter(waitNanos)) {
        waitNanos = runWhatIsDue();
      }
    } catch (InterruptedException e) {
      log.debug("interrupted");
    }
  }

  private long runWhatIsDue() {
    long next = Long.MAX_VALUE;
    for (int i = 0; i < dueNanos.length; i++) {
      if (System.nanoTime() - dueNanos[i] >= 0) {
        dueNanos[i] = System.nanoTime() + run(tasks.get(i)).toNanos();
      }
      next = Math.min(next, dueNanos[i] - System.nanoTime());
    }
    return Math.max(next, TimeUnit.MILLISECONDS.toNanos(1));
  }

  private static Duration run(Task task) {
    try {
      return task.run();
    } catch (JedisException e) {
      // The producers meet the same, and report it.
      log.debug("{} failed", task, e);
      return AFTER_FAILURE;
    } catch (RuntimeException e) {
      log.error("{} failed", task, e);
      return AFTER_FAILURE;
    }
  }

  private boolean isClosedAfter(long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (left > 0 && !closed) {
        left = closing.awaitNanos(left);
      }
      return closed;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws InterruptedException {
    lock.lock();
    try {
      closed = true;
      closing.signal();
    } finally {
      lock.unlock();
    }
    tasks.forEach(task -> task.link().cut());
    thread.join(TimeUnit.SECONDS.toMillis(2));
  }
}
