package io.millrace.bench.engine;

import com.sun.management.OperatingSystemMXBean;
import io.millrace.queue.Queue;
import io.millrace.queue.Settlement;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Measures a running queue over a stretch of time. */
final class Gauge {
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  /**
   * What was measured.
   *
   * @param perSecond messages acknowledged a second
   * @param cpuMicros process CPU time for each of them
   */
  record Reading(double perSecond, double cpuMicros) {}

  private Gauge() {}

  static Reading read(Queue<?> queue, Duration time) {
    long cpuBefore = PROCESS.getProcessCpuTime();
    long doneBefore = done(queue);
    long begin = System.nanoTime();
    pass(time);
    double seconds = (System.nanoTime() - begin) / 1e9;
    long done = done(queue) - doneBefore;
    return new Reading(
        done / seconds, (PROCESS.getProcessCpuTime() - cpuBefore) / 1e3 / Math.max(1, done));
  }

  static void pass(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(Math.min(left, TimeUnit.MILLISECONDS.toNanos(50)));
    }
  }

  private static long done(Queue<?> queue) {
    return queue.snapshot().settled().getOrDefault(Settlement.Kind.ACKED, 0L);
  }
}
