package io.millrace.bench.contest;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures a stretch in the middle: what comes before, connecting and what was fetched while nobody
 * handled any, and after, closing, does not count.
 *
 * @param longest how long a run goes on at most
 */
public record Stopwatch(Duration longest) {
  private static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long LOOK_NANOS = Duration.ofMillis(5).toNanos();

  /** Which part of the messages is handled before the measurement, unless they are slow to come. */
  private static final double BEFORE = 0.1;

  private static final Duration LONGEST_BEFORE = Duration.ofSeconds(1);

  /**
   * The last messages come in drops, where there are several sources that end one by one: they are
   * left out.
   */
  private static final double END = 0.97;

  /**
   * @param messages how many there are
   * @throws TimeoutException when not one of them is handled
   */
  public Measured measure(Gauges gauges, long messages) throws TimeoutException {
    awaitBegin(gauges, (long) (messages * BEFORE));
    long enough = (long) (messages * END);
    long server = gauges.serverMicros().getAsLong();
    long client = gauges.clientMicros().getAsLong();
    long begin = System.nanoTime();
    long before = gauges.handled().getAsLong();
    long handled = before;
    long heap = 0;
    while (handled < enough && System.nanoTime() - begin < longest.toNanos()) {
      LockSupport.parkNanos(LOOK_NANOS);
      heap = Math.max(heap, MEMORY.getHeapMemoryUsage().getUsed());
      handled = gauges.handled().getAsLong();
    }
    double count = handled - before;
    double seconds = (System.nanoTime() - begin) / 1e9;
    double clientMicros = gauges.clientMicros().getAsLong() - client;
    double serverMicros = gauges.serverMicros().getAsLong() - server;
    return new Measured(
        count / seconds,
        clientMicros / count,
        serverMicros / count,
        heap / 1048576.0,
        clientMicros / 1e6 / seconds);
  }

  private static void awaitBegin(Gauges gauges, long messages) throws TimeoutException {
    if (!await(gauges, 1, PATIENCE)) {
      throw new TimeoutException("no message within " + PATIENCE);
    }
    await(gauges, messages, LONGEST_BEFORE);
  }

  private static boolean await(Gauges gauges, long messages, Duration longest) {
    long deadline = System.nanoTime() + longest.toNanos();
    while (gauges.handled().getAsLong() < messages) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      LockSupport.parkNanos(LOOK_NANOS / 5);
    }
    return true;
  }
}
