package io.millrace.bench;

import io.millrace.bench.contest.Choice;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.infra.Blackhole;

/** The handlers' work per item. */
enum Work {
  NOOP("no-op") {
    @Override
    void run() {}
  },
  BUSY("1us") {
    @Override
    void run() {
      Blackhole.consumeCPU(TOKENS_PER_MICROSECOND);
    }
  },
  BLOCK("1ms") {
    @Override
    void run() {
      long end = System.nanoTime() + 1_000_000;
      long left = 1_000_000;
      while (left > 0 && !Thread.currentThread().isInterrupted()) {
        LockSupport.parkNanos(left);
        left = end - System.nanoTime();
      }
    }
  };

  private static final long TOKENS_PER_MICROSECOND = tokensPerMicrosecond();

  private final String label;

  Work(String label) {
    this.label = label;
  }

  abstract void run();

  static Work parse(String label) {
    return Choice.of(Work.class, "handler", label);
  }

  @Override
  public String toString() {
    return label;
  }

  /**
   * Processor time, not wall time, so that a microsecond stays one when more threads run than there
   * are cores.
   */
  private static long tokensPerMicrosecond() {
    long fastest = Long.MAX_VALUE;
    for (int i = 0; i < 50; i++) {
      long start = System.nanoTime();
      Blackhole.consumeCPU(1_000_000);
      fastest = Math.min(fastest, System.nanoTime() - start);
    }
    return Math.max(1, 1_000_000_000L / fastest);
  }
}
