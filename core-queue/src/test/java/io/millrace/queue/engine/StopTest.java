package io.millrace.queue.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.queue.Concurrency;
import io.millrace.queue.Consumer;
import io.millrace.queue.DrainReport;
import io.millrace.queue.Outcome;
import io.millrace.queue.Queue;
import io.millrace.queue.QueueBuilder;
import io.millrace.queue.QueueListener;
import io.millrace.queue.QueueState;
import io.millrace.queue.RetryPolicy;
import io.millrace.queue.Settlement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class StopTest {
  private static final Duration LONG = Duration.ofSeconds(15);

  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void releaseHandlers() {
    release.countDown();
  }

  private static QueueBuilder<String> builder(ListSource source) {
    return Queue.<String>builder("stop").producers(1, source).concurrency(Concurrency.fixed(2));
  }

  /** Waits for the release; lets itself be interrupted. */
  private Consumer<String> waiting() {
    return message -> {
      release.await();
      return Outcome.ack();
    };
  }

  @Test
  void handlerCutOffAtTheDeadlineIsReturnedWithoutCountingAnAttempt() {
    ListSource source = ListSource.of(10);
    Queue<String> queue = builder(source).consumers(this::waiting).build();
    queue.start();
    Expect.soon(() -> queue.snapshot().inFlight() == 2);
    DrainReport report = queue.stop(Duration.ofMillis(50));
    assertThat(report.returned()).isEqualTo(10);
    Expect.conserved(report);
    assertThat(source.settlements)
        .hasSize(10)
        .allMatch(s -> s.kind() == Settlement.Kind.RETURNED && s.message().attempt() == 1);
    assertThat(report.drain()).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void stopOfZeroStopsAtOnce() {
    ListSource source = ListSource.of(1_000).staysOpen();
    Queue<String> queue = builder(source).consumers(this::waiting).build();
    queue.start();
    Expect.soon(() -> queue.snapshot().inFlight() == 2);
    DrainReport report = queue.stop(Duration.ZERO);
    assertThat(report.drain()).isLessThan(Duration.ofSeconds(1));
    Expect.conserved(report);
    Expect.soon(() -> Expect.threads("stop") == 0);
    assertThat(source.closed).hasValue(1);
  }

  @Test
  void secondStopWithANearerDeadlineHolds() throws Exception {
    ListSource source = ListSource.of(10);
    Queue<String> queue = builder(source).consumers(this::waiting).build();
    queue.start();
    Expect.soon(() -> queue.snapshot().inFlight() == 2);
    CompletableFuture<DrainReport> first = CompletableFuture.supplyAsync(() -> queue.stop(LONG));
    Expect.soon(() -> queue.state() == QueueState.DRAINING);
    DrainReport second = queue.stop(Duration.ofMillis(10));
    assertThat(second.drain()).isLessThan(Duration.ofSeconds(3));
    assertThat(first.get(1, TimeUnit.SECONDS)).isEqualTo(second);
    assertThat(queue.stop(LONG)).isEqualTo(second);
  }

  @Test
  void stopFromInsideAHandlerLetsThatHandlerFinish() {
    ListSource source = ListSource.of(10).staysOpen();
    AtomicReference<Queue<String>> self = new AtomicReference<>();
    Queue<String> queue =
        builder(source)
            .consumers(
                () ->
                    message -> {
                      self.get().stop(LONG);
                      return Outcome.ack();
                    })
            .build();
    self.set(queue);
    queue.start();
    Expect.within(Duration.ofSeconds(5), () -> queue.drainReport().isPresent());
    Expect.conserved(queue.drainReport().orElseThrow());
    assertThat(source.settled(Settlement.Kind.ACKED)).isEqualTo(10);
  }

  @Test
  void stopFromInsideAListenerDoesNotHoldTheQueueUp() {
    AtomicReference<Queue<String>> self = new AtomicReference<>();
    Queue<String> queue =
        builder(ListSource.of(10))
            .consumers(() -> message -> Outcome.ack())
            .listener(
                new QueueListener() {
                  @Override
                  public void onStateChange(QueueState from, QueueState to) {
                    if (to == QueueState.DRAINING) {
                      self.get().stop(LONG);
                    }
                  }
                })
            .build();
    self.set(queue);
    queue.start();
    Expect.within(Duration.ofSeconds(5), () -> queue.drainReport().isPresent());
  }

  @Test
  void queueNeverStartedStopsAtOnceAndLeavesNoMeters() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    AtomicInteger stopped = new AtomicInteger();
    Queue<String> queue =
        builder(ListSource.of(1))
            .consumers(this::waiting)
            .meters(registry)
            .listener(
                new QueueListener() {
                  @Override
                  public void onStopped(DrainReport report) {
                    stopped.incrementAndGet();
                  }
                })
            .build();
    DrainReport report = queue.stop(LONG);
    assertThat(report.fetched()).isZero();
    assertThat(queue.state()).isEqualTo(QueueState.STOPPED);
    assertThat(registry.getMeters()).isEmpty();
    assertThat(stopped).hasValue(1);
    assertThatThrownBy(queue::start).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void naturalEndWaitsForRetries() {
    ListSource source = ListSource.of(5);
    List<QueueState> states = new CopyOnWriteArrayList<>();
    Queue<String> queue =
        builder(source)
            .retry(RetryPolicy.DEFAULT.withBackoff(Duration.ofMillis(200), Duration.ofMillis(200)))
            .consumers(() -> message -> message.attempt() < 3 ? Outcome.retry() : Outcome.ack())
            .listener(
                new QueueListener() {
                  @Override
                  public void onStateChange(QueueState from, QueueState to) {
                    states.add(to);
                  }
                })
            .build();
    queue.start();
    Expect.soon(() -> queue.drainReport().isPresent());
    assertThat(source.settled(Settlement.Kind.ACKED)).isEqualTo(5);
    assertThat(states).containsExactly(QueueState.RUNNING, QueueState.DRAINING, QueueState.STOPPED);
  }

  @Test
  void retriesThatWaitGoBackAtOnceWhenTheQueueStops() {
    ListSource source = ListSource.of(3).staysOpen();
    Queue<String> queue =
        builder(source).consumers(() -> message -> Outcome.retry(Duration.ofMinutes(5))).build();
    queue.start();
    Expect.soon(() -> queue.snapshot().waiting() == 3);
    DrainReport report = queue.stop(LONG);
    assertThat(report.drain()).isLessThan(Duration.ofSeconds(2));
    assertThat(report.returned()).isEqualTo(3);
  }

  @Test
  void deadlineMayBeForever() {
    Queue<String> queue =
        builder(ListSource.of(3).staysOpen()).consumers(() -> message -> Outcome.ack()).build();
    queue.start();
    DrainReport report = queue.stop(java.time.temporal.ChronoUnit.FOREVER.getDuration());
    Expect.conserved(report);
  }
}
