package io.millrace.daemon.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.daemon.config.LogConfig;
import io.millrace.daemon.fixture.Fixtures;
import io.millrace.daemon.logging.Logging;
import io.millrace.daemon.logging.StatusLine;
import io.millrace.queue.Message;
import io.millrace.queue.Outcome;
import io.millrace.queue.PushException;
import io.millrace.queue.Pusher;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SinkConsumerTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final Deque<Exception> failures = new ArrayDeque<>();
  private final AtomicInteger attempts = new AtomicInteger();
  private final long startedNanos = System.nanoTime();
  private volatile boolean isDown;
  private final SinkPace pace = new SinkPace();
  private final SinkConsumer consumer = consumer();
  private final List<Message<byte[]>> messages = Fixtures.messages("a", "b", "c");

  @Test
  void retriesWhatTheBackendDidNotTakeAndSaysSo() throws Exception {
    BitSet second = new BitSet();
    second.set(1);
    failures.add(new PushException("disk full", second, new IOException("disk full")));
    try (Logging logging = start()) {
      assertThat(consumer.consume(messages))
          .containsExactly(
              Outcome.ack(), Outcome.retry("backend did not take it: disk full"), Outcome.ack());
      assertThat(log())
          .contains("WARN")
          .contains("orders: backend did not take 1 of 3 messages: disk full");
    }
  }

  @Test
  void saysWhenTheBackendTakesMessagesAgain() throws Exception {
    failures.add(new IOException("disk full"));
    try (Logging logging = start()) {
      assertThatThrownBy(() -> consumer.consume(messages)).hasMessage("disk full");
      consumer().consume(messages);
    }
    assertThat(log()).contains("orders: backend takes messages again after 1 failed attempt");
  }

  @Test
  @Timeout(20)
  void allWorkersTryABackendThatTakesNothingLessAndLessOften() throws Exception {
    isDown = true;
    ExecutorService workers = Executors.newFixedThreadPool(3);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        SinkConsumer worker = consumer();
        running.add(workers.submit(() -> pushUntilTaken(worker)));
      }
      // A hot loop makes that many attempts in no time; here lie 400 ms before the last of them.
      await().until(() -> attempts.get() >= SinkPace.FREE_FAILURES + 3);
      assertThat(nanosSinceStart()).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(300));
      isDown = false;
      for (Future<?> worker : running) {
        worker.get();
      }
      assertThat(attempts).as("with those under way").hasValueLessThan(SinkPace.FREE_FAILURES + 12);
    } finally {
      workers.shutdownNow();
    }
  }

  @Test
  @Timeout(20)
  void nobodyWaitsForABackendOnceThePipelineStops() throws Exception {
    for (int i = 0; i < SinkPace.FREE_FAILURES + 6; i++) {
      pace.failed();
    }
    Future<?> waiting = inThread(pace::await);
    pace.end();
    waiting.get(2, TimeUnit.SECONDS);
    pace.failed();
    inThread(pace::await).get(2, TimeUnit.SECONDS);
  }

  @Test
  void triesABackendThatStaysDownEveryFewSeconds() {
    assertThat(SinkPace.pauseNanos(SinkPace.FREE_FAILURES - 1)).isZero();
    assertThat(SinkPace.pauseNanos(SinkPace.FREE_FAILURES)).isBetween(80_000_000L, 100_000_000L);
    assertThat(SinkPace.pauseNanos(Long.MAX_VALUE)).isBetween(4_000_000_000L, 5_000_000_000L);
  }

  @Test
  void failsForAllWhenItIsUnknownWhichWereTakenAndSaysSo() {
    failures.add(new IllegalStateException("connection lost"));
    try (Logging logging = start()) {
      assertThatThrownBy(() -> consumer.consume(messages)).hasMessage("connection lost");
    }
    assertThat(log()).contains("did not take 3 of 3 messages: connection lost");
  }

  private interface Waiting {
    void await() throws InterruptedException;
  }

  private static Future<?> inThread(Waiting task) {
    FutureTask<?> future =
        new FutureTask<>(
            () -> {
              task.await();
              return null;
            });
    new Thread(future, "waits").start();
    return future;
  }

  private SinkConsumer consumer() {
    return new SinkConsumer(new FailingPusher(), pace, "orders");
  }

  private Void pushUntilTaken(SinkConsumer worker) throws InterruptedException {
    while (true) {
      try {
        worker.consume(messages);
        return null;
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        assertThat(e).hasMessage("disk full");
      }
    }
  }

  private long nanosSinceStart() {
    return System.nanoTime() - startedNanos;
  }

  private Logging start() {
    LogConfig config = new LogConfig(LogConfig.Format.TEXT, LogConfig.Level.INFO, Map.of());
    return Logging.start(
        config, new StatusLine(new PrintStream(written, true, UTF_8)), false, false);
  }

  private String log() {
    return written.toString(UTF_8);
  }

  /** Fails as often as there are failures left. */
  private final class FailingPusher implements Pusher<byte[]> {
    @Override
    public String name() {
      return "backend";
    }

    @Override
    public void push(List<Message<byte[]>> pushed) throws Exception {
      attempts.incrementAndGet();
      if (isDown) {
        throw new IOException("disk full");
      }
      if (!failures.isEmpty()) {
        throw failures.remove();
      }
    }
  }
}
