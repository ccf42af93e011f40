package io.millrace.bench.contest;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What a {@link Stopwatch} looks at, each a count from some beginning. Called from one thread.
 *
 * @param handled messages
 * @param clientMicros CPU time of the client
 * @param serverMicros CPU time of the server
 */
public record Gauges(LongSupplier handled, LongSupplier clientMicros, LongSupplier serverMicros) {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  /** For a client that is this process, and a server that is not looked at. */
  public static Gauges of(Tally tally) {
    return new Gauges(tally::handled, Gauges::processMicros, () -> 0);
  }

  /** CPU time of this process. */
  public static long processMicros() {
    return TimeUnit.NANOSECONDS.toMicros(SYSTEM.getProcessCpuTime());
  }
}
