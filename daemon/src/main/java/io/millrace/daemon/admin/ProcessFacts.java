package io.millrace.daemon.admin;

import io.millrace.daemon.admin.view.ProcessStatus;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.lang.management.RuntimeMXBean;
import java.time.Instant;

/** What is known of the process itself. */
final class ProcessFacts {
  private final String version;
  private final RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();

  ProcessFacts(String version) {
    this.version = version;
  }

  ProcessStatus status() {
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    return new ProcessStatus(
        version,
        Runtime.version().toString(),
        Instant.ofEpochMilli(runtime.getStartTime()).toString(),
        runtime.getUptime() / 1000.0,
        cpuSeconds(),
        heap.getUsed(),
        heap.getMax());
  }

  /** Processor time of this process since its start, or -1 where the platform does not tell. */
  static double cpuSeconds() {
    if (ManagementFactory.getOperatingSystemMXBean()
        instanceof com.sun.management.OperatingSystemMXBean system) {
      long nanos = system.getProcessCpuTime();
      return nanos < 0 ? -1 : nanos / 1e9;
    }
    return -1;
  }
}
