package io.millrace.bench.broker;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;

/**
 * What the process has spent.
 *
 * @param cpuNanos of all its threads, compiler and collector included
 * @param wallNanos that have passed
 * @param bytes allocated by its living threads
 */
record Costs(double cpuNanos, double wallNanos, double bytes) {
  static final Costs NONE = new Costs(Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE);

  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final ThreadMXBean THREADS =
      ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

  static Costs now() {
    long allocated =
        Arrays.stream(THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds()))
            .filter(bytes -> bytes > 0)
            .sum();
    return new Costs(SYSTEM.getProcessCpuTime(), System.nanoTime(), allocated);
  }

  Costs since(Costs earlier) {
    return new Costs(
        cpuNanos - earlier.cpuNanos, wallNanos - earlier.wallNanos, bytes - earlier.bytes);
  }

  Costs per(long messages) {
    return new Costs(cpuNanos / messages, wallNanos / messages, bytes / messages);
  }

  /** The round that took less CPU: what others do on the machine only ever adds. */
  Costs lower(Costs other) {
    return cpuNanos <= other.cpuNanos ? this : other;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%,6.0f ns CPU, %,5.0f B allocated, %,9.0f messages/s",
        cpuNanos,
        bytes,
        1e9 / wallNanos);
  }
}
