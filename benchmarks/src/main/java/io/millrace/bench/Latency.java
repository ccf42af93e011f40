package io.millrace.bench;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * The time from when a message was due to be put until its handler was called, at a steady rate,
 * put one by one.
 *
 * <p>One producer sends evenly and looks at the clock all the time. Several would fill the machine
 * by that, so they sleep and send what is due each millisecond at once; a message is then due with
 * its burst. A producer that was held up sends late messages with the time they were due, so that
 * waiting behind a stall is counted for each of them.
 */
final class Latency {
  private static final long BURST_NANOS = 1_000_000;
  private static final long WARMUP_NANOS = 500_000_000;

  private final int perSecond;
  private final double seconds;

  Latency(int perSecond, double seconds) {
    this.perSecond = perSecond;
    this.seconds = seconds;
  }

  /** Microseconds at three percentiles, and the processor seconds per million messages. */
  record Measured(double p50, double p99, double p999, double cpuSecondsPerMillion) {}

  Measured run(Contender contender, Shape shape, int capacity) throws InterruptedException {
    Histogram[] histograms = new Histogram[shape.consumers()];
    long start = System.nanoTime() + 20_000_000;
    long measureFrom = start + WARMUP_NANOS;
    long end = measureFrom + (long) (seconds * 1e9);
    for (int i = 0; i < histograms.length; i++) {
      histograms[i] = new Histogram(TimeUnit.SECONDS.toNanos(30), 3);
    }
    HandOver handOver = contender.create(capacity, shape);
    long spacing = 1_000_000_000L * shape.producers() / perSecond;
    ProcessClock clock = ProcessClock.now();
    try (Crew crew =
        new Crew(
            handOver,
            shape,
            c -> recording(histograms[c], measureFrom),
            (p, c) ->
                send(
                    handOver,
                    c,
                    start + p * spacing / shape.producers(),
                    end,
                    spacing,
                    shape.producers() > 1))) {
      TimeUnit.NANOSECONDS.sleep(end - System.nanoTime() + 100_000_000);
    }
    double cpuMicros = ProcessClock.now().since(clock).cpuNanos() / 1e3;
    Histogram all = new Histogram(TimeUnit.SECONDS.toNanos(30), 3);
    for (Histogram histogram : histograms) {
      all.add(histogram);
    }
    return new Measured(
        all.getValueAtPercentile(50) / 1e3,
        all.getValueAtPercentile(99) / 1e3,
        all.getValueAtPercentile(99.9) / 1e3,
        cpuMicros / (perSecond * (seconds + WARMUP_NANOS / 1e9)));
  }

  private static void send(
      HandOver handOver, Crew crew, long start, long end, long spacing, boolean inBursts)
      throws InterruptedException {
    Item[] one = new Item[1];
    long interval = inBursts ? Math.max(BURST_NANOS, spacing) : spacing;
    long perInterval = interval / spacing;
    for (long due = start; due < end && crew.isRunning(); due += interval) {
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        if (inBursts) {
          LockSupport.parkNanos(left);
        } else {
          Thread.onSpinWait();
        }
      }
      for (int i = 0; i < perInterval; i++) {
        one[0] = new Item(due);
        handOver.put(one, 1);
      }
    }
  }

  private static Handler recording(Histogram histogram, long measureFrom) {
    return item -> {
      if (item.intendedNanos() >= measureFrom) {
        histogram.recordValue(Math.max(0, System.nanoTime() - item.intendedNanos()));
      }
    };
  }
}
