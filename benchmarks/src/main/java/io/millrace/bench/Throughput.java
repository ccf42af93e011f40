package io.millrace.bench;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/** Producers put as fast as they can; what the consumers handled in a while is counted. */
final class Throughput {
  /** Counters of different consumers lie on different cache lines. */
  private static final int STRIDE = 16;

  private final double warmupSeconds;
  private final double seconds;

  Throughput(double warmupSeconds, double seconds) {
    this.warmupSeconds = warmupSeconds;
    this.seconds = seconds;
  }

  /** What one run showed: messages per second, and processor seconds per million messages. */
  record Measured(double perSecond, double cpuSecondsPerMillion) {}

  Measured run(Contender contender, Shape shape, int capacity, Work work)
      throws InterruptedException {
    AtomicLongArray handled = new AtomicLongArray((shape.consumers() + 1) * STRIDE);
    HandOver handOver = contender.create(capacity, shape);
    try (Crew crew =
        new Crew(
            handOver,
            shape,
            c -> counting(handled, (c + 1) * STRIDE, work),
            (p, c) -> put(handOver, c))) {
      sleep(warmupSeconds);
      long before = sum(handled);
      ProcessClock start = ProcessClock.now();
      sleep(seconds);
      long count = sum(handled) - before;
      ProcessClock spent = ProcessClock.now().since(start);
      return new Measured(
          count * 1e9 / spent.wallNanos(), spent.cpuNanos() / 1e3 / Math.max(1, count));
    }
  }

  private static void put(HandOver handOver, Crew crew) throws InterruptedException {
    Item[] batch = new Item[Contender.BATCH];
    Arrays.setAll(batch, i -> new Item(0));
    while (crew.isRunning()) {
      handOver.put(batch, batch.length);
    }
  }

  private static Handler counting(AtomicLongArray handled, int index, Work work) {
    return item -> {
      work.run();
      handled.setOpaque(index, handled.getPlain(index) + 1);
    };
  }

  private static long sum(AtomicLongArray handled) {
    long sum = 0;
    for (int i = 0; i < handled.length(); i += STRIDE) {
      sum += handled.getOpaque(i);
    }
    return sum;
  }

  private static void sleep(double seconds) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep((long) (seconds * 1e9));
  }
}
