package io.millrace.bench.load;

import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What came of a broker in some time.
 *
 * @param perSecond messages received in a second
 * @param serverMicros CPU time of the broker for each of them, in microseconds
 */
public record Rate(double perSecond, double serverMicros) {

  /** How many messages have come so far. */
  @FunctionalInterface
  public interface Count {
    long now() throws IOException;
  }

  /** Waits for so long, and looks before and after. */
  public static Rate over(Duration time, Count received, Supplier<Duration> serverCpu)
      throws IOException, InterruptedException {
    long before = received.now();
    Duration cpu = serverCpu.get();
    long begin = System.nanoTime();
    TimeUnit.NANOSECONDS.sleep(time.toNanos());
    double count = received.now() - before;
    double seconds = (System.nanoTime() - begin) / 1e9;
    return new Rate(count / seconds, serverCpu.get().minus(cpu).toNanos() / 1e3 / count);
  }

  /** The one with as many above it as below. */
  public static Rate median(List<Rate> rates) {
    return rates.stream()
        .sorted(Comparator.comparingDouble(Rate::perSecond))
        .skip(rates.size() / 2)
        .findFirst()
        .orElseThrow();
  }
}
