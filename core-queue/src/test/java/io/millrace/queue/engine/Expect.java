package io.millrace.queue.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.queue.DrainReport;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.awaitility.Awaitility;

/** Waits for what must come true, and for what a test's handlers wait for themselves. */
final class Expect {
  static final Duration SOON = Duration.ofSeconds(60);

  private Expect() {}

  static void soon(Callable<Boolean> condition) {
    within(SOON, condition);
  }

  static void within(Duration limit, Callable<Boolean> condition) {
    Awaitility.await()
        .atMost(limit)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(condition);
  }

  /** Waits until the number has not changed for 30 ms. */
  static void steady(IntSupplier number) {
    Awaitility.await()
        .atMost(SOON)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(2))
        .during(Duration.ofMillis(30))
        .until(
            new Callable<Boolean>() {
              private int last = -1;

              @Override
              public Boolean call() {
                int before = last;
                last = number.getAsInt();
                return last == before;
              }
            });
  }

  /** Waits whatever interrupts say, as a handler does that ignores them. */
  static void stubbornly(CountDownLatch latch) {
    boolean over = false;
    while (!over) {
      try {
        over = latch.await(SOON.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        continue;
      }
      break;
    }
  }

  static void conserved(DrainReport report) {
    assertThat(report.acked() + report.rejected() + report.deadLettered() + report.returned())
        .as("settled of %s", report)
        .isEqualTo(report.fetched());
  }

  /** The queue's threads that live, by name. */
  static long threads(String queue) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("millrace-" + queue + "-"))
        .count();
  }
}
