package io.millrace.broker.redis;

import io.millrace.broker.redis.Batches.LostStoreException;
import io.millrace.broker.redis.Server.RefusedException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what journals hand over, on a thread of its own: while one batch is on its way the next
 * one gathers, of all journals. While the server does not answer it is asked again, after growing
 * pauses, and so is whoever may have the keys by then.
 *
 * <p><b>Threads:</b> any hands over; nothing but {@link #stop} blocks.
 */
final class GroupWriter {
  private static final Logger LOG = LoggerFactory.getLogger(GroupWriter.class);

  private static final long FIRST_PAUSE_MILLIS = 20;
  private static final long LONGEST_PAUSE_MILLIS = 1_000;

  private final RedisSettings settings;
  private final Nodes nodes;
  private final Batches batches;
  private final Submissions submissions = new Submissions();
  private final CountDownLatch givenUp = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "millrace-redis");

  /** Why nothing becomes durable just now. The thread writes it, any reads it. */
  private volatile @Nullable String trouble;

  /** Only the thread's. */
  private @Nullable Server server;

  GroupWriter(RedisSettings settings, Nodes nodes, Batches batches, Server server) {
    this.settings = settings;
    this.nodes = nodes;
    this.batches = batches;
    this.server = server;
  }

  void start() {
    thread.start();
  }

  /** Hands something over; told in any case what became of it. */
  void submit(Submission submission) {
    submissions.add(submission);
  }

  /** Whether not too much waits. */
  boolean hasRoom() {
    return submissions.hasRoom();
  }

  /** Whether soon too much will wait, or nothing becomes durable just now. Never blocks. */
  boolean isNearlyFull() {
    return submissions.areMany() || trouble != null;
  }

  /** Why nothing becomes durable any more. */
  Optional<IOException> failure() {
    return submissions.failure();
  }

  /** Why nothing becomes durable just now, or too much waits. */
  Optional<String> whyNoRoom() {
    String why = trouble;
    if (why != null || submissions.hasRoom() || failure().isPresent()) {
      return Optional.ofNullable(why);
    }
    return Optional.of(
        "%s cannot keep up: %,d bytes wait".formatted(settings, submissions.bytes()));
  }

  /**
   * Writes what waits, and ends. Blocks; for no longer than that while the server does not answer.
   *
   * @throws IOException if something is not written
   */
  void stop(Duration within) throws IOException {
    submissions.end();
    boolean interrupted = false;
    try {
      thread.join(within.toMillis());
    } catch (InterruptedException e) {
      interrupted = true;
    }
    givenUp.countDown();
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
      for (List<Submission> batch = submissions.take();
          !batch.isEmpty();
          batch = submissions.take()) {
        write(batch);
      }
    } catch (Throwable e) { // without this thread nothing is ever answered
      fail(new IOException(settings + ": " + e.getMessage(), e));
    } finally {
      disconnect();
    }
  }

  private void write(List<Submission> batch) throws IOException, LostStoreException {
    List<Changes> changes = batch.stream().map(Submission::changes).toList();
    for (long pause = FIRST_PAUSE_MILLIS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS)) {
      try {
        Server connected = server;
        if (connected == null) {
          connected = nodes.connect();
          server = connected;
        }
        batches.write(connected, changes);
        over();
        submissions.written(batch);
        return;
      } catch (IOException e) {
        if (e instanceof RefusedException no) {
          if (!no.mayPass()) {
            throw e;
          }
          boolean unused = nodes.learnFrom(no);
        }
        disconnect(); // also by a refusal: at that address there may be another server by now
        begins(e);
      }
      await(pause);
    }
  }

  private void begins(IOException why) {
    boolean first = trouble == null;
    trouble = why.getMessage();
    if (first) {
      LOG.warn("{}: nothing becomes durable: {}", settings, why.getMessage());
    }
  }

  private void over() {
    if (trouble != null) {
      trouble = null;
      LOG.info("{} answers again", settings);
    }
  }

  /**
   * @throws IOException if it is not to be tried again
   */
  private void await(long millis) throws IOException {
    try {
      if (givenUp.await(millis, TimeUnit.MILLISECONDS)) {
        throw new IOException(trouble);
      }
    } catch (InterruptedException nobodyMay) {
      throw new IOException("interrupted", nobodyMay);
    }
  }

  private void fail(IOException why) {
    submissions.fail(why);
    trouble = null;
    LOG.error("the store has failed: {}", why.getMessage(), why.getCause());
  }

  private void disconnect() {
    if (server != null) {
      server.close();
      server = null;
    }
  }
}
