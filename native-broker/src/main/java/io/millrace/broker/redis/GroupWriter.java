package io.millrace.broker.redis;

import io.millrace.broker.redis.Batches.LostStoreException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what journals hand over, on a thread of its own: while one batch is on its way the next
 * one gathers, of all journals. While the server does not answer it is asked again, after growing
 * pauses.
 *
 * <p><b>Threads:</b> any hands over; nothing but {@link #stop} blocks.
 */
final class GroupWriter {
  private static final Logger LOG = LoggerFactory.getLogger(GroupWriter.class);

  /** A batch is closed when it is so large: the server does nothing else meanwhile. */
  private static final long BATCH_BYTES = 1 << 20;

  /** So much may wait; more is not to be handed over. */
  private static final long WAITING_BYTES = 16 << 20;

  /** With so much, who can wait is to hand over nothing: there is room for what is on its way. */
  private static final long MANY_BYTES = WAITING_BYTES / 2;

  private static final long FIRST_PAUSE_MILLIS = 20;
  private static final long LONGEST_PAUSE_MILLIS = 1_000;

  private final RedisSettings settings;
  private final Batches batches;
  private final Thread thread = new Thread(this::run, "millrace-redis");

  /**
   * Guards all below: hands over between loops, which only add, and the one thread. What is read
   * with each message that is published is read without it.
   */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition news = lock.newCondition();
  private final ArrayDeque<Submission> waiting = new ArrayDeque<>();
  private final AtomicLong waitingBytes = new AtomicLong();
  private boolean stopping;
  private boolean givenUp;

  /** Nothing is taken any more, and all that was is written. */
  private boolean ended;

  private volatile @Nullable IOException failure;
  private volatile @Nullable String trouble;

  /** Only the thread's. */
  private @Nullable Server server;

  GroupWriter(RedisSettings settings, Batches batches, Server server) {
    this.settings = settings;
    this.batches = batches;
    this.server = server;
  }

  void start() {
    thread.start();
  }

  /** Hands something over; told in any case what became of it. */
  void submit(Submission submission) {
    IOException failed;
    lock.lock();
    try {
      failed = ended ? new IOException(settings + " is closed") : failure;
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

  /** Whether not too much waits. */
  boolean hasRoom() {
    return failure == null && waitingBytes.get() < WAITING_BYTES;
  }

  /** Whether soon too much will wait, or nothing becomes durable just now. Never blocks. */
  boolean isNearlyFull() {
    return waitingBytes.get() >= MANY_BYTES || trouble != null;
  }

  /** Why nothing becomes durable any more. */
  Optional<IOException> failure() {
    return Optional.ofNullable(failure);
  }

  /** Why nothing becomes durable just now, or too much waits. */
  Optional<String> whyNoRoom() {
    String why = trouble;
    long bytes = waitingBytes.get();
    if (why == null && bytes >= WAITING_BYTES) {
      why = "%s cannot keep up: %,d bytes wait".formatted(settings, bytes);
    }
    return Optional.ofNullable(why);
  }

  /**
   * Writes what waits, and ends. Blocks; for no longer than that while the server does not answer.
   *
   * @throws IOException if something is not written
   */
  void stop(Duration within) throws IOException {
    lock.lock();
    try {
      stopping = true;
      news.signalAll();
    } finally {
      lock.unlock();
    }
    boolean interrupted = false;
    try {
      thread.join(within.toMillis());
    } catch (InterruptedException e) {
      interrupted = true;
    }
    lock.lock();
    try {
      givenUp = true;
      news.signalAll();
    } finally {
      lock.unlock();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    Optional<IOException> why = failure();
    if (thread.isAlive()) {
      throw new IOException("not all was written to " + settings + " within " + within);
    }
    if (why.isPresent()) {
      throw new IOException("not all was written to " + settings, why.get());
    }
  }

  private void run() {
    try {
      for (List<Submission> batch = take(); !batch.isEmpty(); batch = take()) {
        write(batch);
      }
    } catch (Throwable e) { // without this thread nothing is ever answered
      fail(new IOException(settings + ": " + e.getMessage(), e));
    } finally {
      disconnect();
    }
  }

  /**
   * What waits, up to a batch; waits for it. Empty at the end. It stays in the line until written.
   */
  private List<Submission> take() {
    List<Submission> batch = new ArrayList<>();
    lock.lock();
    try {
      while (waiting.isEmpty() && !stopping) {
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

  private void write(List<Submission> batch) throws IOException, LostStoreException {
    List<Changes> changes = batch.stream().map(Submission::changes).toList();
    for (long pause = FIRST_PAUSE_MILLIS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS)) {
      try {
        Server connected = server;
        if (connected == null) {
          connected = Server.connect(settings);
          server = connected;
        }
        batches.write(connected, changes);
        written(batch);
        return;
      } catch (IOException e) {
        if (e instanceof Server.RefusedException no && !no.mayPass()) {
          throw e;
        }
        disconnect(); // also by a refusal: at that address there may be another server by now
        trouble(e);
      }
      await(pause);
    }
  }

  private void written(List<Submission> batch) {
    boolean over;
    lock.lock();
    try {
      for (Submission each : batch) {
        waiting.remove();
        waitingBytes.addAndGet(-each.changes().bytes());
      }
      over = trouble != null;
      trouble = null;
    } finally {
      lock.unlock();
    }
    if (over) {
      LOG.info("{} answers again", settings);
    }
    batch.forEach(Submission::tellDurable);
  }

  private void trouble(IOException why) {
    boolean first;
    lock.lock();
    try {
      first = trouble == null;
      trouble = why.getMessage();
    } finally {
      lock.unlock();
    }
    if (first) {
      LOG.warn("{}: nothing becomes durable: {}", settings, why.getMessage());
    }
  }

  /**
   * @throws IOException if it is not to be tried again
   */
  private void await(long millis) throws IOException {
    long left = TimeUnit.MILLISECONDS.toNanos(millis);
    lock.lock();
    try {
      while (left > 0 && !givenUp) {
        left = news.awaitNanos(left);
      }
      if (givenUp) {
        throw new IOException(trouble);
      }
    } catch (InterruptedException nobodyMay) {
      throw new IOException("interrupted", nobodyMay);
    } finally {
      lock.unlock();
    }
  }

  private void fail(IOException why) {
    List<Submission> never;
    lock.lock();
    try {
      failure = why;
      trouble = null;
      never = List.copyOf(waiting);
      waiting.clear();
      waitingBytes.set(0);
    } finally {
      lock.unlock();
    }
    LOG.error("the store has failed: {}", why.getMessage(), why.getCause());
    never.forEach(each -> each.tellFailed(why));
  }

  private void disconnect() {
    if (server != null) {
      server.close();
      server = null;
    }
  }
}
