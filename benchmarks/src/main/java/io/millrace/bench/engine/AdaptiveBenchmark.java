package io.millrace.bench.engine;

import io.millrace.queue.Concurrency;
import io.millrace.queue.ConsumerFactory;
import io.millrace.queue.Outcome;
import io.millrace.queue.Queue;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Adaptive concurrency against every fixed setting, for handlers that do nothing and that block for
 * 1 and 10 ms; then how it behaves when a downstream slows down and recovers.
 *
 * <p>Prints a table; the last column is the adaptive rate as a share of the best fixed one.
 */
public final class AdaptiveBenchmark {
  private static final int[] FIXED = {1, 2, 4, 8, 16, 32, 64, 128, 256};
  private static final int MAX = 256;
  private static final int ROUNDS = 3;

  private AdaptiveBenchmark() {}

  /** Takes parts of it: the handlers' milliseconds, or {@code slow-down}; all without arguments. */
  public static void main(String[] args) throws InterruptedException {
    List<String> parts = args.length == 0 ? List.of("0", "1", "10", "slow-down") : List.of(args);
    for (String part : parts) {
      if (part.equals("slow-down")) {
        slowDown();
      } else {
        compare(Long.parseLong(part));
      }
    }
  }

  /** Rounds in turns, so that what else the machine does meets all settings alike. */
  private static void compare(long handlerMillis) throws InterruptedException {
    print("handler: %s", handlerMillis == 0 ? "no-op" : "blocks " + handlerMillis + " ms");
    double[][] rates = new double[FIXED.length + 1][ROUNDS];
    int[] limits = new int[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < FIXED.length; i++) {
        try (Queue<Integer> queue =
            queue(Concurrency.fixed(FIXED[i]), () -> block(handlerMillis))) {
          queue.start();
          Gauge.pass(Duration.ofMillis(500));
          rates[i][round] = Gauge.read(queue, Duration.ofSeconds(1)).perSecond();
        }
      }
      try (Queue<Integer> queue = queue(Concurrency.adaptive(1, MAX), () -> block(handlerMillis))) {
        queue.start();
        Gauge.pass(Duration.ofSeconds(4));
        rates[FIXED.length][round] = Gauge.read(queue, Duration.ofSeconds(1)).perSecond();
        limits[round] = queue.snapshot().consumers();
      }
    }
    double best = 0;
    for (int i = 0; i < FIXED.length; i++) {
      best = Math.max(best, median(rates[i]));
      print("  fixed %3d: %,12.0f msg/s", FIXED[i], median(rates[i]));
    }
    double adaptive = median(rates[FIXED.length]);
    print(
        "  adaptive:  %,12.0f msg/s at limits %s; %.0f %% of the best fixed",
        adaptive, Arrays.toString(limits), 100 * adaptive / best);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static void slowDown() {
    print(
        "downstream: 64 calls of 10 ms at once; from second 8 on 8 of 40 ms; from second 20 on as at first");
    Semaphore wide = new Semaphore(64);
    Semaphore narrow = new Semaphore(8);
    long begin = System.nanoTime();
    try (Queue<Integer> queue =
        queue(
            Concurrency.adaptive(1, MAX),
            () -> {
              long second = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
              boolean slow = second >= 8 && second < 20;
              Semaphore places = slow ? narrow : wide;
              places.acquire();
              try {
                block(slow ? 40 : 10);
              } finally {
                places.release();
              }
            })) {
      queue.start();
      for (int second = 2; second <= 40; second += 2) {
        Gauge.Reading reading = Gauge.read(queue, Duration.ofSeconds(2));
        print(
            "  second %2d: limit %3d, %,8.0f msg/s",
            second, queue.snapshot().consumers(), reading.perSecond());
      }
    }
  }

  /** What a handler does. */
  private interface Work {
    void run() throws InterruptedException;
  }

  private static Queue<Integer> queue(Concurrency concurrency, Work work) {
    return Queue.<Integer>builder("adaptive")
        .producers(1, Generator::new)
        .consumers(
            ConsumerFactory.shared(
                message -> {
                  work.run();
                  return Outcome.ack();
                }))
        .concurrency(concurrency)
        .build();
  }

  private static void block(long millis) throws InterruptedException {
    if (millis > 0) {
      TimeUnit.MILLISECONDS.sleep(millis);
    }
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
