package io.millrace.bench.engine;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.queue.Concurrency;
import io.millrace.queue.ConsumerFactory;
import io.millrace.queue.Ordering;
import io.millrace.queue.Outcome;
import io.millrace.queue.Queue;
import io.millrace.queue.QueueBuilder;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the engine costs a message, and what meters add to it: a no-op handler, in turns with and
 * without a registry.
 */
public final class MetricsCost {
  private static final int ROUNDS = 5;

  private MetricsCost() {}

  /** Takes no arguments. */
  public static void main(String[] args) {
    for (Ordering ordering : Ordering.values()) {
      double[] without = new double[ROUNDS];
      double[] with = new double[ROUNDS];
      double rate = 0;
      for (int round = 0; round < ROUNDS; round++) {
        Gauge.Reading bare = measure(ordering, null);
        without[round] = bare.cpuMicros();
        rate = Math.max(rate, bare.perSecond());
        with[round] = measure(ordering, new SimpleMeterRegistry()).cpuMicros();
      }
      print(
          "%-9s 2x4: %.3f us CPU a message without meters (up to %,.0f msg/s), %.3f us with: meters cost %.3f us",
          ordering, median(without), rate, median(with), median(with) - median(without));
    }
  }

  private static Gauge.Reading measure(Ordering ordering, @Nullable MeterRegistry registry) {
    QueueBuilder<Integer> builder =
        Queue.<Integer>builder("cost")
            .producers(2, Generator::new)
            .consumers(ConsumerFactory.shared(message -> Outcome.ack()))
            .concurrency(Concurrency.fixed(4))
            .ordering(ordering);
    if (registry != null) {
      builder.meters(registry);
    }
    try (Queue<Integer> queue = builder.build()) {
      queue.start();
      Gauge.pass(Duration.ofMillis(1_500));
      return Gauge.read(queue, Duration.ofSeconds(2));
    }
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
