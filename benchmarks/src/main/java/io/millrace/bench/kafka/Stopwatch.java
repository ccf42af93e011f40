package io.millrace.bench.kafka;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures a stretch in the middle: what comes before, joining the group and the records that were
 * fetched while nobody handled any, and after, closing, does not count.
 *
 * @param longest how long a run goes on at most
 */
record Stopwatch(Duration longest) {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long LOOK_NANOS = Duration.ofMillis(5).toNanos();

  /** Which part of the records is handled before the measurement, unless they are slow to come. */
  private static final double BEFORE = 0.1;

  private static final Duration LONGEST_BEFORE = Duration.ofSeconds(1);

  /** The last records come in drops, as partitions end one by one: they are left out. */
  private static final double END = 0.97;

  /**
   * @throws TimeoutException when not one record is handled
   */
  Measured measure(Tally tally, long records) throws TimeoutException {
    awaitBegin(tally, (long) (records * BEFORE));
    long enough = (long) (records * END);
    long cpu = SYSTEM.getProcessCpuTime();
    long begin = System.nanoTime();
    long before = tally.handled();
    long heap = 0;
    while (tally.handled() < enough && System.nanoTime() - begin < longest.toNanos()) {
      LockSupport.parkNanos(LOOK_NANOS);
      heap = Math.max(heap, MEMORY.getHeapMemoryUsage().getUsed());
    }
    long handled = tally.handled() - before;
    double seconds = (System.nanoTime() - begin) / 1e9;
    double cpuMicros = (SYSTEM.getProcessCpuTime() - cpu) / 1e3;
    return new Measured(
        handled / seconds, cpuMicros / handled, heap / 1048576.0, cpuMicros / 1e6 / seconds);
  }

  private static void awaitBegin(Tally tally, long records) throws TimeoutException {
    if (!await(tally, 1, PATIENCE)) {
      throw new TimeoutException("no record within " + PATIENCE);
    }
    await(tally, records, LONGEST_BEFORE);
  }

  private static boolean await(Tally tally, long records, Duration longest) {
    long deadline = System.nanoTime() + longest.toNanos();
    while (tally.handled() < records) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      LockSupport.parkNanos(LOOK_NANOS / 5);
    }
    return true;
  }
}
