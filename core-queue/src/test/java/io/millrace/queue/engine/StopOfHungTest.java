package io.millrace.queue.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.queue.Concurrency;
import io.millrace.queue.Consumer;
import io.millrace.queue.DrainReport;
import io.millrace.queue.FetchResult;
import io.millrace.queue.Message;
import io.millrace.queue.Outcome;
import io.millrace.queue.Producer;
import io.millrace.queue.Queue;
import io.millrace.queue.QueueState;
import io.millrace.queue.Settlement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Stops of queues whose producers and consumers hang. */
@Timeout(20)
class StopOfHungTest {
  private static final Duration LONG = Duration.ofSeconds(15);

  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void releaseHandlers() {
    release.countDown();
  }

  @Test
  void producerThatHangsInFetchIsGivenUpAndItsMessagesCountAsReturned() {
    ListSource source = ListSource.of(5);
    CountDownLatch hangs = new CountDownLatch(1);
    AtomicInteger closed = new AtomicInteger();
    Queue<String> queue =
        Queue.<String>builder("hanging")
            .concurrency(Concurrency.fixed(1))
            .producers(
                1,
                index -> {
                  Producer<String> inner = source.create(index);
                  return new Producer<>() {
                    @Override
                    public FetchResult fetch(io.millrace.queue.Fetch<String> fetch)
                        throws Exception {
                      FetchResult result = inner.fetch(fetch);
                      if (result == FetchResult.END) {
                        hangs.countDown();
                        Expect.stubbornly(release);
                        fetch.add(io.millrace.queue.Message.of("late"));
                      }
                      return result;
                    }

                    @Override
                    public void settle(List<Settlement<String>> settlements) throws Exception {
                      inner.settle(settlements);
                    }

                    @Override
                    public void close() {
                      closed.incrementAndGet();
                    }
                  };
                })
            .consumers(
                () ->
                    message -> {
                      release.await();
                      return Outcome.ack();
                    })
            .build();
    queue.start();
    Expect.soon(() -> hangs.getCount() == 0 && queue.snapshot().inFlight() == 1);
    try (Logs logs = new Logs()) {
      DrainReport report = queue.stop(Duration.ofMillis(100));
      assertThat(report.drain()).isLessThan(Duration.ofMillis(3_100));
      assertThat(report.returned()).isEqualTo(5);
      Expect.conserved(report);
      assertThat(logs.has(ch.qos.logback.classic.Level.ERROR, "does not come back")).isTrue();
      release.countDown();
      Expect.soon(() -> Expect.threads("hanging") == 0);
      assertThat(closed).hasValue(1);
    }
  }

  @Test
  void allWorkersHelpToDrainWhatOneHadTaken() {
    ListSource source = ListSource.of(40).staysOpen();
    AtomicInteger calls = new AtomicInteger();
    Queue<String> queue =
        Queue.<String>builder("drain")
            .producers(1, source)
            .concurrency(Concurrency.fixed(8))
            .consumers(
                () ->
                    message -> {
                      if (calls.incrementAndGet() <= 8) {
                        release.await();
                      } else {
                        new CountDownLatch(1).await(50, TimeUnit.MILLISECONDS);
                      }
                      return Outcome.ack();
                    })
            .build();
    queue.start();
    Expect.soon(() -> queue.snapshot().inFlight() == 8);
    CompletableFuture<DrainReport> stop = CompletableFuture.supplyAsync(() -> queue.stop(LONG));
    Expect.soon(() -> queue.state() == QueueState.DRAINING);
    release.countDown();
    DrainReport report = stop.join();
    assertThat(report.acked()).isEqualTo(40);
    assertThat(report.drain()).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void retiredConsumerThatHangsInItsCloseIsInterruptedByTheStop() {
    ListSource source = ListSource.of(1).staysOpen();
    CountDownLatch closing = new CountDownLatch(1);
    AtomicBoolean interrupted = new AtomicBoolean();
    Consumer<String> hanging =
        new Consumer<>() {
          @Override
          public Outcome consume(Message<String> message) {
            return Outcome.ack();
          }

          @Override
          public void close() {
            closing.countDown();
            try {
              release.await();
            } catch (InterruptedException e) {
              interrupted.set(true);
            }
          }
        };
    try (Logs logs = new Logs();
        Queue<String> queue =
            Queue.<String>builder("retired")
                .producers(1, source)
                .concurrency(Concurrency.fixed(2))
                .consumers(() -> hanging)
                .build()) {
      queue.start();
      Expect.soon(() -> source.settled() == 1);
      queue.resize(1, 1);
      Expect.soon(() -> closing.getCount() == 0);
      assertThat(queue.stop(Duration.ZERO).lost()).isZero();
      Expect.soon(interrupted::get);
    }
  }
}
