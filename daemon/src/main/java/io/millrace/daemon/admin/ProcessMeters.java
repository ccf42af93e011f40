package io.millrace.daemon.admin;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The meters of the virtual machine and the process: {@code jvm_*}, {@code system_*}, and {@code
 * process_*} under the names that Prometheus' own client libraries use, so that dashboards for
 * those work.
 */
public final class ProcessMeters implements MeterBinder, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ProcessMeters.class);
  private static final Path PROC_STATUS = Path.of("/proc/self/status");

  private final JvmGcMetrics gc = new JvmGcMetrics();
  private final String version;

  public ProcessMeters(String version) {
    this.version = version;
  }

  /**
   * To be called before other meters are registered: a filter that comes later has no effect on
   * them.
   */
  @Override
  public void bindTo(MeterRegistry registry) {
    // Counts nanoseconds, which is no Prometheus unit; process_cpu_seconds_total says the same.
    registry.config().meterFilter(MeterFilter.denyNameStartsWith("process.cpu.time"));
    new JvmMemoryMetrics().bindTo(registry);
    gc.bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    bindProcess(registry);
    Gauge.builder("millrace.build.info", () -> 1)
        .description("1, labelled with the version of this program and of the virtual machine")
        .tag("version", version)
        .tag("java", Runtime.version().toString())
        .register(registry);
  }

  /** Ends the listening for garbage collections. */
  @Override
  public void close() {
    gc.close();
  }

  private static void bindProcess(MeterRegistry registry) {
    FunctionCounter.builder("process.cpu", registry, r -> ProcessFacts.cpuSeconds())
        .description("Total user and system CPU time spent in seconds")
        .baseUnit("seconds")
        .register(registry);
    if (ManagementFactory.getOperatingSystemMXBean()
        instanceof com.sun.management.UnixOperatingSystemMXBean unix) {
      Gauge.builder("process.open.fds", unix, system -> system.getOpenFileDescriptorCount())
          .description("Number of open file descriptors")
          .register(registry);
      Gauge.builder("process.max.fds", unix, system -> system.getMaxFileDescriptorCount())
          .description("Maximum number of open file descriptors")
          .register(registry);
    }
    if (Files.isReadable(PROC_STATUS)) {
      Gauge.builder("process.resident.memory", ProcessMeters::residentBytes)
          .description("Resident memory size in bytes")
          .baseUnit("bytes")
          .register(registry);
    }
  }

  private static double residentBytes() {
    try {
      for (String line : Files.readAllLines(PROC_STATUS)) {
        if (line.startsWith("VmRSS:")) {
          return 1024.0 * Long.parseLong(line.replaceAll("\\D", ""));
        }
      }
    } catch (IOException e) {
      log.debug("cannot read {}", PROC_STATUS, e);
    }
    return Double.NaN;
  }
}
