package io.millrace.daemon.demo;

import io.millrace.daemon.logging.StatusLine;
import io.millrace.daemon.pipeline.PipelineReport;
import io.millrace.queue.DrainReport;
import io.millrace.queue.Message;
import io.millrace.queue.PushException;
import io.millrace.queue.Pusher;
import io.millrace.queue.Queue;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One demonstration: fills a backend with messages that have keys, consumes them in the order of
 * their keys, and checks that none is missing and every key is in order.
 *
 * <p><b>Threads:</b> {@link #call} one, {@link #stop} any.
 */
public final class DemoRun {
  private static final long LOOK_MILLIS = 20;

  private final DemoBackend backend;
  private final long count;
  private final int keys;
  private final NumberedMessages messages;
  private final LiveLine live;
  private final CountDownLatch stopped = new CountDownLatch(1);

  /** How it ended. */
  public enum Result {
    /** Everything came, once and in order. */
    PERFECT,
    /** Something is missing, came twice or out of order, or was left behind. */
    IMPERFECT,
    /** It was stopped before everything had come. */
    STOPPED
  }

  /**
   * @param count how many messages
   * @param keys how many keys they have
   * @param isTerminal whether people are watching {@code lines}
   */
  public DemoRun(DemoBackend backend, long count, int keys, StatusLine lines, boolean isTerminal) {
    this.backend = backend;
    this.count = count;
    this.keys = keys;
    messages = new NumberedMessages(count, keys);
    live = new LiveLine(lines, isTerminal);
  }

  /** Makes {@link #call} come to an orderly end soon. */
  public void stop() {
    stopped.countDown();
  }

  /**
   * Runs from the start of the backend to its end.
   *
   * @throws Exception when the backend fails; it is closed then, as in any case
   */
  public Result call() throws Exception {
    try (backend) {
      live.say("starting " + backend.description());
      long started = System.nanoTime();
      String place = backend.start();
      live.say(String.format(Locale.ROOT, "%s, ready in %.1f s", place, seconds(started)));
      if (!isStopped()) {
        fill();
      }
      Result result = isStopped() ? Result.STOPPED : consume();
      if (result == Result.STOPPED) {
        live.say("stopped before everything had come");
      }
      return result;
    }
  }

  private void fill() throws Exception {
    long started = System.nanoTime();
    try (Pusher<byte[]> pusher = backend.pusher()) {
      List<Message<byte[]>> batch = new ArrayList<>(backend.batch());
      for (long i = 0; i < count && !isStopped(); i++) {
        batch.add(messages.message(i));
        if (batch.size() == backend.batch() || i == count - 1) {
          push(batch, pusher);
          batch.clear();
          showFilled(i + 1, started);
        }
      }
    }
    if (!isStopped()) {
      live.say(
          String.format(
              Locale.ROOT,
              "filled with %,d %s of %d bytes in %,d keys: %.1f s, %,.0f %s/s",
              count,
              backend.noun(),
              NumberedMessages.SIZE_BYTES,
              keys,
              seconds(started),
              count / seconds(started),
              backend.noun()));
    }
  }

  private static void push(List<Message<byte[]>> batch, Pusher<byte[]> pusher) throws Exception {
    try {
      pusher.push(batch);
    } catch (PushException e) {
      throw new IOException("filling failed: " + e.getMessage(), e);
    }
  }

  private void showFilled(long filled, long started) {
    if (live.isDue()) {
      live.show(
          String.format(
              Locale.ROOT,
              "filled %,d of %,d · %,.0f %s/s",
              filled,
              count,
              filled / seconds(started),
              backend.noun()));
    }
  }

  private Result consume() throws Exception {
    Queue<byte[]> queue = CheckingQueue.of(backend, messages);
    long started = System.nanoTime();
    try (queue) {
      live.say(
          "consuming in the order of keys with "
              + CheckingQueue.PRODUCERS
              + " producers and "
              + CheckingQueue.CONSUMERS
              + " consumers");
      queue.start();
      boolean isDone = awaitAll(queue, started);
      Duration life = Duration.ofNanos(System.nanoTime() - started);
      DrainReport drain = queue.stop(CheckingQueue.STOP_TIMEOUT);
      live.say(report(drain, life));
      live.say(messages.verdict());
      Optional<String> left = isDone ? backend.leftBehind() : Optional.empty();
      left.ifPresent(live::say);
      if (left.isPresent()) {
        return Result.IMPERFECT;
      }
      if (messages.isPerfect() && drain.lost() == 0 && drain.acked() == count) {
        return Result.PERFECT;
      }
      return isDone || !isStopped() || drain.lost() != 0 ? Result.IMPERFECT : Result.STOPPED;
    }
  }

  static String report(DrainReport drain, Duration life) {
    return new PipelineReport(
            "demo", drain, life, drain.returned(), 0, Optional.empty(), Optional.empty())
        .toString();
  }

  /** Waits until everything came, or too long nothing; answers whether it did. */
  private boolean awaitAll(Queue<byte[]> queue, long started) throws InterruptedException {
    long before = 0;
    long beforeNanos = started;
    long seen = 0;
    long progressNanos = started;
    while (!messages.isComplete()) {
      if (stopped.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        return false;
      }
      long fetched = queue.snapshot().fetched();
      long now = System.nanoTime();
      if (fetched > seen) {
        seen = fetched;
        progressNanos = now;
      } else if (now - progressNanos > backend.patience().toNanos()) {
        live.say("nothing came for " + backend.patience().toSeconds() + " s");
        return false;
      }
      if (live.isDue()) {
        long checked = messages.checked();
        show(checked, (checked - before) * 1e9 / (now - beforeNanos), queue.snapshot().lag());
        before = checked;
        beforeNanos = now;
      }
    }
    return true;
  }

  private void show(long checked, double perSecond, long lag) {
    String waits = backend.notReady().map(why -> " · " + why).orElse("");
    live.show(
        String.format(
            Locale.ROOT,
            "consumed %,d of %,d · %,.0f %s/s · lag %s%s",
            checked,
            count,
            perSecond,
            backend.noun(),
            lag < 0 ? "unknown" : String.format(Locale.ROOT, "%,d", lag),
            waits));
  }

  private boolean isStopped() {
    return stopped.getCount() == 0;
  }

  private static double seconds(long sinceNanos) {
    return Math.max(1, System.nanoTime() - sinceNanos) / 1e9;
  }
}
