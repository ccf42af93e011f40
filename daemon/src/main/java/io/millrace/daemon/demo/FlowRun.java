package io.millrace.daemon.demo;

import io.millrace.daemon.demo.DemoRun.Result;
import io.millrace.daemon.logging.StatusLine;
import io.millrace.queue.DrainReport;
import io.millrace.queue.Queue;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A demonstration that goes on until it is stopped: producers publish to a backend while consumers
 * take in the order of keys what they publish; then what is on its way is consumed, and checked
 * that none is missing and every key is in order.
 *
 * <p><b>Threads:</b> {@link #call} one, {@link #stop} any.
 */
public final class FlowRun {
  private static final long LOOK_MILLIS = 20;

  private final DemoBackend backend;
  private final Optional<Duration> duration;
  private final NumberedMessages messages;
  private final LiveLine live;
  private final CountDownLatch stopped = new CountDownLatch(1);

  /**
   * @param keys how many keys the messages have, at least one for each producer
   * @param duration after which it stops by itself
   * @param isTerminal whether people are watching {@code lines}
   */
  public FlowRun(
      DemoBackend backend,
      int keys,
      Optional<Duration> duration,
      StatusLine lines,
      boolean isTerminal) {
    this.backend = backend;
    this.duration = duration;
    // A multiple, so that all messages of a key come from one producer.
    messages =
        new NumberedMessages(
            Long.MAX_VALUE, Math.max(1, keys / CheckingQueue.PRODUCERS) * CheckingQueue.PRODUCERS);
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
      live.say(
          String.format(
              Locale.ROOT, "%s, ready in %.2f s", place, (System.nanoTime() - started) / 1e9));
      return flow();
    }
  }

  private Result flow() throws Exception {
    Queue<byte[]> queue = CheckingQueue.of(backend, messages);
    long started = System.nanoTime();
    try (queue;
        Publishers publishers = new Publishers(backend, messages, CheckingQueue.PRODUCERS)) {
      live.say(
          "publishing with %d producers, consuming in the order of keys with %d consumers%s"
              .formatted(
                  CheckingQueue.PRODUCERS,
                  CheckingQueue.CONSUMERS,
                  duration.isPresent() ? "" : "; Ctrl-C ends it"));
      queue.start();
      publishers.start();
      watch(publishers, started);
      publishers.stop();
      messages.expect(publishers.published());
      long drained = System.nanoTime();
      boolean isDone = awaitAll(queue);
      live.say(
          String.format(
              Locale.ROOT,
              "published %,d %s, all confirmed; the last were consumed %.2f s later",
              publishers.published(),
              backend.noun(),
              (System.nanoTime() - drained) / 1e9));
      Duration life = Duration.ofNanos(System.nanoTime() - started);
      return verdict(queue.stop(CheckingQueue.STOP_TIMEOUT), life, isDone);
    }
  }

  private Result verdict(DrainReport drain, Duration life, boolean isDone) {
    live.say(DemoRun.report(drain, life));
    live.say(messages.verdict());
    Optional<String> left = isDone ? backend.leftBehind() : Optional.empty();
    left.ifPresent(live::say);
    return left.isEmpty() && messages.isPerfect() && drain.lost() == 0
        ? Result.PERFECT
        : Result.IMPERFECT;
  }

  /** Until it is to stop, or a producer fails. */
  private void watch(Publishers publishers, long started) throws Exception {
    long publishedBefore = 0;
    long checkedBefore = 0;
    long beforeNanos = started;
    while (!stopped.await(LOOK_MILLIS, TimeUnit.MILLISECONDS) && !publishers.haveFailed()) {
      long now = System.nanoTime();
      if (duration.isPresent() && now - started >= duration.get().toNanos()) {
        return;
      }
      if (live.isDue()) {
        double seconds = (now - beforeNanos) / 1e9;
        long published = publishers.published();
        long checked = messages.checked();
        live.show(
            String.format(
                Locale.ROOT,
                "published %,.0f %s/s · consumed %,.0f %s/s · %,d in all · %,d on their way%s",
                (published - publishedBefore) / seconds,
                backend.noun(),
                (checked - checkedBefore) / seconds,
                backend.noun(),
                checked,
                Math.max(0, published - checked),
                backend.notReady().map(why -> " · " + why).orElse("")));
        publishedBefore = published;
        checkedBefore = checked;
        beforeNanos = now;
      }
    }
  }

  /** Waits until everything came, or too long nothing; answers whether it did. */
  private boolean awaitAll(Queue<byte[]> queue) throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    long seen = queue.snapshot().fetched();
    long progressNanos = System.nanoTime();
    while (!messages.isComplete()) {
      if (never.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        return false;
      }
      long fetched = queue.snapshot().fetched();
      if (fetched > seen) {
        seen = fetched;
        progressNanos = System.nanoTime();
      } else if (System.nanoTime() - progressNanos > backend.patience().toNanos()) {
        live.say("nothing came for " + backend.patience().toSeconds() + " s");
        return false;
      }
    }
    return true;
  }
}
