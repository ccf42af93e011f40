package io.millrace.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** Wall and processor time of this process, read together. */
record ProcessClock(long wallNanos, long cpuNanos) {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  static ProcessClock now() {
    return new ProcessClock(System.nanoTime(), SYSTEM.getProcessCpuTime());
  }

  ProcessClock since(ProcessClock earlier) {
    return new ProcessClock(wallNanos - earlier.wallNanos, cpuNanos - earlier.cpuNanos);
  }
}
