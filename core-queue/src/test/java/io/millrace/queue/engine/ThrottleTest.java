package io.millrace.queue.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.millrace.queue.Concurrency;
import io.millrace.queue.ConsumerFactory;
import io.millrace.queue.Outcome;
import io.millrace.queue.Queue;
import io.millrace.queue.Settlement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ThrottleTest {
  @Test
  void aRateLimitHoldsOverAllConsumersAndSpreadsTheCallsEvenly() throws Exception {
    java.util.Queue<Long> calls = new ConcurrentLinkedQueue<>();
    try (Queue<String> queue =
        Queue.<String>builder("rated")
            .producers(1, ListSource.of(150))
            .concurrency(Concurrency.fixed(8))
            .rateLimit(100, Duration.ofSeconds(1))
            .consumers(
                ConsumerFactory.shared(
                    message -> {
                      calls.add(System.nanoTime());
                      return Outcome.ack();
                    }))
            .build()) {
      queue.start();
      assertThat(queue.awaitTermination(Expect.SOON)).isTrue();
    }
    List<Long> times = calls.stream().sorted().toList();
    double seconds = (times.get(times.size() - 1) - times.get(0)) / 1e9;
    // 150 calls at 100 a second; what the limiter may let through at once at its start is one step.
    assertThat(seconds).isBetween(1.3, 6.0);
    double firstHalf = (times.get(75) - times.get(0)) / 1e9;
    assertThat(firstHalf).isGreaterThan(0.5);
  }

  @Test
  void queuesThatShareABulkheadShareItsLimit() throws Exception {
    Bulkhead bulkhead =
        Bulkhead.of(
            "downstream",
            BulkheadConfig.custom()
                .maxConcurrentCalls(3)
                .maxWaitDuration(Duration.ofSeconds(1))
                .build());
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch full = new CountDownLatch(3);
    ConsumerFactory<String> handlers =
        ConsumerFactory.shared(
            message -> {
              most.accumulateAndGet(running.incrementAndGet(), Math::max);
              full.countDown();
              full.await();
              running.decrementAndGet();
              return Outcome.ack();
            });
    ListSource first = ListSource.of(300);
    ListSource second = ListSource.of(300);
    try (Queue<String> one = behind(bulkhead, "one", first, handlers);
        Queue<String> two = behind(bulkhead, "two", second, handlers)) {
      one.start();
      two.start();
      assertThat(one.awaitTermination(Expect.SOON)).isTrue();
      assertThat(two.awaitTermination(Expect.SOON)).isTrue();
    }
    assertThat(most).hasValue(3);
    assertThat(first.settled(Settlement.Kind.ACKED)).isEqualTo(300);
    assertThat(second.settled(Settlement.Kind.ACKED)).isEqualTo(300);
  }

  @Test
  void aStopReachesWorkersThatWaitForTheRateLimit() {
    ListSource source = ListSource.of(50);
    try (Queue<String> queue =
        Queue.<String>builder("slow")
            .producers(1, source)
            .concurrency(Concurrency.fixed(2))
            .rateLimit(1, Duration.ofMinutes(1))
            .consumers(ConsumerFactory.shared(message -> Outcome.ack()))
            .build()) {
      queue.start();
      Expect.soon(() -> source.settled() >= 1);
      long begin = System.nanoTime();
      assertThat(queue.stop(Duration.ofMillis(100)).lost()).isZero();
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(4));
    }
    assertThat(source.settled(Settlement.Kind.RETURNED)).isGreaterThanOrEqualTo(48);
  }

  private static Queue<String> behind(
      Bulkhead bulkhead, String name, ListSource source, ConsumerFactory<String> handlers) {
    return Queue.<String>builder(name)
        .producers(1, source)
        .concurrency(Concurrency.fixed(6))
        .bulkhead(bulkhead)
        .consumers(handlers)
        .build();
  }
}
