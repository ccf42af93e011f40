package io.millrace.queue.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LessExecutorTest {
  private final ManualTime time = new ManualTime();
  private final LessExecutor executor = new LessExecutor(Duration.ofSeconds(1), time);
  private final AtomicInteger runs = new AtomicInteger();

  @Test
  void runsOnceAnIntervalAndSaysWhetherItDid() {
    int dropped = 0;
    for (int i = 0; i < 100; i++) {
      if (!executor.tryRun(runs::incrementAndGet)) {
        dropped++;
      }
    }
    assertThat(runs).hasValue(1);
    assertThat(dropped).isEqualTo(99);

    time.advance(Duration.ofSeconds(1).minusNanos(1));
    assertThat(executor.tryRun(runs::incrementAndGet)).isFalse();
    time.advance(Duration.ofNanos(1));
    assertThat(executor.tryRun(runs::incrementAndGet)).isTrue();
  }

  @Test
  void aFailedRunUsesUpItsInterval() {
    assertThatThrownBy(
            () ->
                executor.tryRun(
                    () -> {
                      throw new IllegalArgumentException("no");
                    }))
        .hasMessage("no");
    assertThat(executor.tryRun(runs::incrementAndGet)).isFalse();
  }

  @Test
  void ofManyThreadsAtOnceOneRuns() throws Exception {
    var barrier = new CyclicBarrier(8);
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      threads.add(
          new Thread(
              () -> {
                for (int round = 1; round <= 200; round++) {
                  awaitAt(barrier);
                  executor.tryRun(runs::incrementAndGet);
                  if (awaitAt(barrier) == 0) {
                    time.advance(Duration.ofSeconds(1));
                  }
                }
              }));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(runs).hasValue(200);
  }

  private static int awaitAt(CyclicBarrier barrier) {
    try {
      return barrier.await();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
